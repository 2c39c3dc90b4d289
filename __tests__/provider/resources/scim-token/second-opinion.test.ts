import { configureClients } from "../../../../provider/clients/clients";
import { VendorError } from "../../../../provider/clients/vendor-error";
import { refuseWhereEntraPasses } from "../../../../provider/resources/scim-token/second-opinion";

const { signal } = new AbortController();

/** Entra's answer to the test of what each application has saved. */
function facing(answers: Readonly<Record<string, "passes" | 400 | 403>>) {
  const made = configureClients(
    { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
    {},
  );
  const tested: string[] = [];
  const client = {
    scim: { ...made.scim, outage: async () => undefined },
    entra: () => ({
      ...made.entra(null),
      jobs: async () => [{ id: "job" }],
      async validateCredentials(id: string) {
        tested.push(id);
        const answer = answers[id] ?? "passes";
        if (answer === "passes") return;
        throw new VendorError("Microsoft Graph", "testing", answer, "words");
      },
    }),
  };
  const consumers = Object.keys(answers).map((id) => ({ kind: "entra" as const, id }));
  return { tested, ask: () => refuseWhereEntraPasses(consumers, client, signal) };
}

test("a saved token that works contradicts the 401", async () => {
  await expect(facing({ aa: "passes" }).ask()).rejects.toMatchObject({
    diagnostics: [{ code: "rejection-contradicted" }],
  });
});

test("one that is refused may be an older one: the others are asked all the same", async () => {
  await expect(facing({ aa: 400, bb: "passes" }).ask()).rejects.toThrow("principal bb");
});

test("where all are refused the 401 counts", async () => {
  const run = facing({ aa: 400, bb: 400 });
  await run.ask();
  expect(run.tested).toEqual(["aa", "bb"]);
});

test("an application that gives no verdict leaves it to the next", async () => {
  await expect(facing({ aa: 403, bb: "passes" }).ask()).rejects.toThrow("principal bb");
});

test("where no application gives a verdict the 401 counts", async () => {
  await facing({ aa: 403 }).ask();
});
