/** `druva-scim plan` and `drift` as a pipeline runs them, on a sandbox with real Terraform. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeIssue } from "../../code-host/issues";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";
import { RepositoryOnSandbox } from "../../../tour/repository-on-sandbox";
import { druvaScim, type Ran } from "../druva-scim";

const SALES = "entra/00000000-0000-0000-0000-0000000000ab";

let there: CodeHostStandIn;
let repository: RepositoryOnSandbox;
let token: string;
/** All that was printed or posted, to look for secrets in at the end. */
let told = "";
beforeAll(async () => {
  [there, repository] = await Promise.all([startCodeHost(), RepositoryOnSandbox.start()]);
  makeIssue(there.issues, { title: "Rotate" }, true);
  token = await repository.generate();
}, 60_000);
afterAll(async () => {
  await Promise.all([there.stop(), repository.stop()]);
});
beforeEach(() => {
  const [pull] = there.issues;
  there.reset();
  if (pull !== undefined) there.issues.push(pull);
});

async function run(...args: string[]): Promise<Ran> {
  const ran = await druvaScim(repository, args, { env: there.environment });
  told += ran.out + ran.errors;
  return ran;
}

const comments = () => there.issues[0]?.comments.map(({ body }) => body) ?? [];

/** Runs with another config file's text, and puts the old one back. */
async function withConfig(edit: (text: string) => string, ...args: string[]): Promise<Ran> {
  const before = readFileSync(repository.configFile, "utf8");
  writeFileSync(repository.configFile, edit(before));
  try {
    return await run(...args);
  } finally {
    writeFileSync(repository.configFile, before);
  }
}

describe.each(["plan", "drift"])("%s refuses bad input with a message and a code", (subcommand) => {
  test("a config that is no YAML: file, line and column", async () => {
    const { code, errors } = await withConfig((text) => `${text}\n  - {`, subcommand);
    expect(code).toBe(1);
    expect(errors).toMatch(/druva-scim\.yaml:\d+:\d+: invalid YAML/);
  });

  test("an unknown key: did you mean", async () => {
    const { code, errors } = await withConfig(
      (text) => text.replace("begin:", "begn:"),
      subcommand,
    );
    expect(code).toBe(1);
    expect(errors).toMatch(
      /druva-scim\.yaml:\d+:5: tenants\.acme\.begn: unknown key\. Did you mean begin\?/,
    );
  });

  test("two tenants, and none named", async () => {
    const second = "\n  emea:\n    begin: observe\n    bindings: {}\n";
    const { code, errors } = await withConfig((text) => text.trimEnd() + second, subcommand);
    expect(code).toBe(64);
    expect(errors).toContain("Which tenant?");
    expect(errors).toContain("--tenant acme");
  });

  test("a tenant that is not there", async () => {
    const { code, errors } = await run(subcommand, "--tenant", "acm");
    expect(code).toBe(64);
    expect(errors).toContain('There is no tenant "acm"');
  });

  test("an option that is not there", async () => {
    const { code, errors } = await run(subcommand, "--coment");
    expect(code).toBe(64);
    expect(errors).toContain("unknown option '--coment'");
  });

  test("a code host without a token, before anything is planned", async () => {
    const flag = subcommand === "plan" ? "--comment" : "--issues";
    const env = { ...there.environment, GITHUB_TOKEN: "" };
    const { code, out, errors } = await druvaScim(repository, [subcommand, flag], { env });
    expect([code, out]).toEqual([64, ""]);
    expect(errors).toContain("GITHUB_TOKEN not set");
  });

  test("--help tells the exit codes and has examples", async () => {
    const { code, out } = await run(subcommand, "--help");
    expect(code).toBe(0);
    expect(out).toContain("Exit codes");
    expect(out).toContain(`druva-scim ${subcommand}`);
  });
});

test("a pull request's number that is none is refused", async () => {
  const { code, errors } = await run("plan", "--comment", "--pull-request", "seven");
  expect([code, errors.trim()]).toEqual([
    64,
    "--pull-request: the pull request's number is expected",
  ]);
});

describe("before the first deploy", () => {
  test("plan says what the first deploy does, exit code 2", async () => {
    const { code, out } = await run("plan");
    expect(code).toBe(2);
    expect(out).toMatch(/^acme: a deploy will take over the token in use as generation 1\.$/m);
  });

  test("drift has nothing to compare with, exit code 1", async () => {
    const { code, errors } = await run("drift");
    expect(code).toBe(1);
    expect(errors).toContain('There is no state of tenant "acme" yet.');
    expect(errors).toContain("cdktf deploy druva-scim-acme");
  });
});

describe("after the first deploy", () => {
  beforeAll(async () => {
    const today = await repository.today();
    await repository.configure((config) => config.setIn(["tenants", "acme", "issuedOn"], today));
    await repository.configure((config) =>
      config.deleteIn(["tenants", "acme", "bindings", "okta", 1]),
    );
    expect(await repository.deploy(token)).toMatchObject({ exitCode: 0 });
  }, 60_000);

  test("plan finds nothing, exit code 0, and JSON alone on standard output", async () => {
    const { code, out } = await run("plan", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ version: 1, headline: "nothing", exitCode: 0 });
  });

  test("an identity that has expired: plan fails and says what to renew; drift is blind", async () => {
    const fault = await repository.sandbox.control.faults.add({
      host: "entra",
      method: "POST",
      path: "*/oauth2/v2.0/token",
      status: 401,
      body: { error: "invalid_client", error_description: "AADSTS7000222: expired." },
    });
    try {
      const plan = await run("plan");
      expect(plan.code).toBe(1);
      expect(plan.out).toContain("The credentials of provider azuread are refused: renew them");
      const drift = await run("drift", "--json");
      expect(drift.code).toBe(6);
      expect(JSON.parse(drift.out)).toMatchObject({ worst: "blind", token: { generation: 1 } });
    } finally {
      await repository.sandbox.control.faults.clear(fault.id);
    }
  });

  test("a rotation's plan becomes the pull request's comment, from a read-only identity too", async () => {
    const fault = await repository.sandbox.control.faults.add({
      host: "entra",
      method: "POST",
      path: "*/validateCredentials",
      status: 403,
      body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } },
    });
    const request = { generation: 2, reason: "The yearly rotation", date: "2027-10-26" };
    await repository.configure((config) =>
      config.setIn(["tenants", "acme", "rotationRequest"], request),
    );
    try {
      const { code, out, errors } = await run(
        "plan",
        "--markdown",
        "--comment",
        "--pull-request",
        "1",
      );
      expect(code).toBe(2);
      expect(errors).toContain("Comment created: https://");
      expect(comments()).toEqual([`<!-- druva-scim plan acme -->\n${out}`]);
      expect(out).toContain("the deploy after the merge will rotate the token: generation 1 → 2");
      expect(out).toContain("**Live bindings could not be looked at in this plan**");
    } finally {
      await repository.sandbox.control.faults.clear(fault.id);
    }
  });

  test("a code host that refuses the comment takes nothing from what is printed, exit code 1", async () => {
    there.refuse({ method: "PATCH", path: "", status: 403 });
    const { code, out, errors } = await run("plan", "--comment", "--pull-request", "1");
    expect(code).toBe(1);
    expect(out).toContain("acme: a deploy will rotate the token: generation 1 -> 2.");
    expect(errors).toContain("it answers 403");
  });

  test("a config that breaks the plan replaces the comment, which would else tell of the old one", async () => {
    const before = readFileSync(repository.configFile, "utf8");
    await repository.configure((config) =>
      config.deleteIn(["tenants", "acme", "bindings", "entra", 1]),
    );
    const { code } = await run("plan", "--comment", "--pull-request", "1");
    expect(code).toBe(1);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toContain("Do not merge before this is fixed");
    expect(comments()[0]).toContain(`The consumer ${SALES} has vanished`);
    writeFileSync(repository.configFile, before);
    await repository.configure((config) => config.deleteIn(["tenants", "acme", "rotationRequest"]));
  });

  test("drift on a dead binding: exit code 5, an issue, a report; closed when it is healed", async () => {
    const { control } = repository.sandbox;
    await control.hold(SALES, "a-token-of-somebody-else");
    const file = join(repository.folder, "drift.json");
    const broken = await run("drift", "--issues", "--report", file);
    expect(broken.code).toBe(5);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      worst: "broken",
      findings: [{ kind: "broken", subject: SALES }],
    });
    expect(there.issues[1]).toMatchObject({
      title: "Druva SCIM of acme is broken in 1 place",
      state: "open",
    });
    await control.hold(SALES, token);
    const fine = await run("drift", "--issues");
    expect(fine.code).toBe(0);
    expect(fine.out).toMatch(/^acme: fine\. Generation 1, 36\d days left/);
    expect(there.issues[1]?.state).toBe("closed");
  });

  test("a code host that refuses the issues takes nothing from the report, exit code 1", async () => {
    await repository.sandbox.control.clock.advance({ days: 340 });
    there.refuse({ method: "GET", path: "/issues", status: 404 });
    const { code, out, errors } = await run("drift", "--issues");
    expect(code).toBe(1);
    expect(out).toContain("acme: due. Generation 1, 25 days left");
    expect(errors).toContain("The code host did not list the issues: it answers 404");
  });

  test("no secret is in anything that was printed or posted, and no plan file is left", () => {
    const { ARM_CLIENT_SECRET, OKTA_API_TOKEN } = repository.environment;
    const all = told + JSON.stringify(there.issues);
    for (const secret of [token, ARM_CLIENT_SECRET ?? "-", OKTA_API_TOKEN ?? "-"]) {
      expect(all).not.toContain(secret);
    }
    expect(repository.leftovers).toEqual([]);
    expect(
      readdirSync(repository.folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        /(^|\/)plan$|\.tfplan$/.test(name),
      ),
    ).toEqual([]);
  });
});
