import { scaledWait } from "../../../sandbox/providers/waits";

test.each(["", "fast", "-1", "2", "NaN"])(
  "a wait scale of %j is refused with an example",
  (scale) => {
    expect(() => scaledWait({ DRUVA_SCIM_SANDBOX_WAIT_SCALE: scale })).toThrow("such as 0.02");
  },
);

test("twenty seconds at scale 0 are none", async () => {
  const wait = scaledWait({ DRUVA_SCIM_SANDBOX_WAIT_SCALE: "0" });
  await expect(wait(20, new AbortController().signal)).resolves.toBeUndefined();
});

test("a wait ends when Terraform asks to stop", async () => {
  const stop = new AbortController();
  const waiting = scaledWait({})(3600, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow("aborted");
});
