/** `status`, `metrics` and `calendar` as a person or a cron job runs them. */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

import { RepositoryOnSandbox } from "../../../tour/repository-on-sandbox";
import { druvaScim } from "../druva-scim";

let repository: RepositoryOnSandbox;
let token: string;
beforeAll(async () => {
  repository = await RepositoryOnSandbox.start();
  token = await repository.generate();
  const today = await repository.today();
  await repository.configure((config) => config.setIn(["tenants", "acme", "issuedOn"], today));
  expect(await repository.deploy(token)).toMatchObject({ exitCode: 0 });
}, 60_000);
afterAll(() => repository.stop());

const document = z.object({
  tenants: z.array(
    z.object({
      tenant: z.string(),
      source: z.string(),
      token: z.object({ daysLeft: z.number(), expiresAt: z.iso.datetime() }),
      bindings: z.array(z.object({ key: z.string(), status: z.string() })),
    }),
  ),
});

test("status --json prints one document on standard output, without the token", async () => {
  const { code, out, errors } = await druvaScim(repository, ["status", "--offline", "--json"]);
  expect(code).toBe(0);
  const [acme] = document.parse(JSON.parse(out)).tenants;
  expect(acme).toMatchObject({ tenant: "acme", source: "saved", token: { daysLeft: 365 } });
  expect(acme?.bindings).toHaveLength(6);
  expect(out + errors).not.toContain(token);
});

test("status prints plain text to a pipe", async () => {
  const { code, out } = await druvaScim(repository, ["status"]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^acme: waiting · generation 1 · [0-9a-f]{12}\n.*\n {2}valid: Druva accepts it/,
  );
  expect(out).not.toContain("\u001b");
  expect(out).not.toContain(token);
});

test("status --html writes the page, and says so on standard error alone", async () => {
  const { code, out, errors } = await druvaScim(repository, ["status", "--html", "status.html"]);
  expect({ code, out }).toEqual({ code: 0, out: "" });
  expect(errors).toContain("Wrote status.html");
  const page = readFileSync(join(repository.folder, "status.html"), "utf8");
  expect(page).toMatch(/^<!doctype html>[^]*Druva Engineering[^]*<\/html>\n$/);
  expect(page).not.toContain(token);
});

test.each([
  ["status", "--html"],
  ["metrics", "--output"],
  ["calendar", "--output"],
])("%s %s to a folder that is not there fails in words, and leaves nothing", async (...command) => {
  const { code, errors } = await druvaScim(repository, [...command, "nowhere/file"]);
  expect(code).toBe(1);
  expect(errors).toMatch(/nowhere\/file cannot be written/);
  expect(errors).not.toMatch(/\n\s+at /);
  expect(existsSync(join(repository.folder, "nowhere"))).toBe(false);
});

test("metrics writes a file whole, with what the last drift run found", async () => {
  const ran = await druvaScim(repository, ["drift", "--report", "drift.json"]);
  expect(ran.code).toBe(7); // for the app that waits for a person
  const { code } = await druvaScim(repository, [
    "metrics",
    ...["--output", "druva.prom"],
    ...["--drift-report", "drift.json"],
  ]);
  expect(code).toBe(0);
  const text = readFileSync(join(repository.folder, "druva.prom"), "utf8");
  expect(text).toMatch(/^druva_scim_token_days_left\{tenant="acme"\} 365$/m);
  expect(text).toMatch(/^druva_scim_last_drift_findings\{tenant="acme",kind="waiting"\} 1$/m);
}, 60_000);

test("metrics of a file that is not a drift report fails before anything is asked", async () => {
  const { code, errors } = await druvaScim(repository, ["metrics", "--drift-report", "cdktf.json"]);
  expect(code).toBe(1);
  expect(errors).toMatch(/cdktf\.json is not a drift report/);
  expect(errors).toMatch(/druva-scim drift --report/);
});

test("calendar prints the days", async () => {
  const { code, out } = await druvaScim(repository, ["calendar"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^BEGIN:VCALENDAR[^]*DTSTART;VALUE=DATE:\d{8}[^]*END:VCALENDAR\s*$/);
});

test("in a copied folder the state that was copied with it is found", async () => {
  const folder = join(repository.folder, "..", "copied");
  cpSync(repository.folder, folder, { recursive: true });
  const { environment } = repository;
  const ran = await druvaScim({ folder, environment }, ["status", "--offline"]);
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("generation 1") });
}, 30_000);

test("Ctrl-C ends it in words", async () => {
  const { faults } = repository.sandbox.control;
  await faults.add({ host: "druva", method: "GET", path: "*", delayMs: 20_000 });
  try {
    const { code, out, errors } = await druvaScim(repository, ["status"], {
      interruptAt: "planning",
    });
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(errors).toMatch(/Stopped by Ctrl-C\.\n$/);
  } finally {
    await faults.clear();
  }
}, 60_000);

describe("with a second tenant that was never deployed", () => {
  beforeAll(async () => {
    await repository.configure((config) =>
      config.setIn(["tenants", "emea"], { begin: "observe", bindings: {} }),
    );
  });

  test("status shows the one that was, and remarks on the other", async () => {
    const { code, out, errors } = await druvaScim(repository, ["status", "--offline", "--json"]);
    expect(code).toBe(0);
    expect(document.parse(JSON.parse(out)).tenants.map(({ tenant }) => tenant)).toEqual(["acme"]);
    expect(errors).toContain('no state of tenant "emea" yet: cdktf deploy druva-scim-emea');
  });

  test("asked for that one alone, it fails and says what to do", async () => {
    const { code, out, errors } = await druvaScim(repository, ["status", "--tenant", "emea"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(errors).toContain("cdktf deploy druva-scim-emea");
  });
});
