import { type AccessToken, shared } from "../../../provider/clients/access-token";

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;

function counted(get: (count: number) => Promise<AccessToken>) {
  let count = 0;
  return shared(() => get((count += 1)));
}
const lastingFor = (ms: number) => async (count: number) => ({
  token: `token ${count}`,
  expiresAtMs: Date.now() + ms,
});

test("calls that come together share one sign-in, and those after it too", async () => {
  const token = counted(lastingFor(HOUR_MS));
  expect(await Promise.all([token(signal), token(signal)])).toEqual(["token 1", "token 1"]);
  expect(await token(signal)).toBe("token 1");
});

test("one that is about to end is not used", async () => {
  const token = counted(lastingFor(30_000));
  await token(signal);
  expect(await token(signal)).toBe("token 2");
});

test("a failed sign-in is told, and not kept", async () => {
  const token = counted(async (count) => {
    if (count === 1) throw new Error("not now");
    return { token: `token ${count}`, expiresAtMs: Date.now() + HOUR_MS };
  });
  await expect(token(signal)).rejects.toThrow("not now");
  expect(await token(signal)).toBe("token 2");
});
