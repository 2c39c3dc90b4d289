import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { RequestRecord } from "../../../sandbox/control/types";
import type { Run } from "../../../tour/run-program";
import { StandInsFolder } from "./stand-ins-folder";

/** Nothing is saved there yet, as in the one of the recorded sequences. */
const APPLICATION = "00000000-0000-0000-0000-0000000000ad";
const RECORDED_APPLICATION = "00000000-0000-0000-0000-0000000000ac";
const OKTA_APP = "0oaDruvaApi";

/** What the real packages asked for in each step below, in order. */
interface RecordedSequence {
  readonly step: string;
  readonly exit: number;
  readonly warnings: readonly string[];
  readonly requests: readonly string[];
}

/** One request of the real packages: its form, with ids of that recording. */
interface RecordedForm {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sequences = jsonLines<RecordedSequence>("stock-provider-sequences.jsonl");
const forms = jsonLines<RecordedForm>("stock-provider-wire.jsonl");

let workspace: StandInsFolder;
let scimUrl: string;
const runs = new Map<
  string,
  {
    readonly run: Run;
    readonly asked: readonly RequestRecord[];
    /** The fingerprint of what Entra held afterwards. */
    readonly held: string | null;
  }
>();

beforeAll(async () => {
  workspace = await StandInsFolder.make("azuread", "okta");
  scimUrl = workspace.sandbox.environment.DRUVA_SCIM_URL ?? "";
  const { control } = workspace.sandbox;
  const first = await control.generateToken();
  await record("create the secret", first, secret);
  await record("plan the secret", first, secret);
  await record("update the secret", await control.generateToken(), secret);
  await record("delete the secret", first, () => "");
  await record("create the job", first, () => job());
  await record("pause the job", first, () => job("enabled = false"));
  await record("delete the job", first, () => "");
  const second = await control.generateToken();
  await record("create the connection", second, () => connection("activate"));
  await record("plan the connection", second, () => connection("activate"));
  const third = await control.generateToken();
  await record("update the connection", third, () => connection("activate"));
  await record("deactivate the connection", third, () => connection("deactivate"));
  await record("delete the connection", third, () => "");
}, 120_000);

afterAll(() => workspace.remove());

async function record(step: string, token: string, hcl: () => string): Promise<void> {
  const { control } = workspace.sandbox;
  await workspace.configure(hcl());
  await control.journal.clear();
  const run = step.startsWith("plan")
    ? await workspace.given(token).plan()
    : await workspace.given(token).apply();
  const asked = await control.journal.list();
  runs.set(step, {
    run,
    asked: asked.filter(({ host }) => host === "entra" || host === "okta"),
    held: (await control.holding(`entra/${APPLICATION}`)).fingerprint,
  });
}

test.each(sequences)("$step: the real packages' requests, in their order", (recorded) => {
  const { run, asked } = ran(recorded.step);
  const shown = asked.map(({ host, method, url }) => `${host} ${method} ${withoutJobId(url)}`);
  expect(shown).toEqual(
    recorded.requests.map((each) => each.replaceAll(RECORDED_APPLICATION, APPLICATION)),
  );
  expect(run.exitCode).toBe(recorded.exit);
  expect(run.diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual(
    recorded.warnings,
  );
});

test("every recorded request was made in the recorded form, and none in another", () => {
  const made = [...runs.values()].flatMap(({ asked }) => asked.map(formMade));
  const known = forms.map(formRecorded);
  expect(known.filter((form) => !made.includes(form))).toEqual([]);
  // The recording ended before a job was paused or anything deleted.
  const later = /^(DELETE|POST .*\/(pause|lifecycle\/deactivate)) /;
  const emptied = '"value":""';
  expect(
    made.filter((form) => !known.includes(form) && !later.test(form) && !form.includes(emptied)),
  ).toEqual([]);
});

test("deleting the secret leaves Entra without credentials", () => {
  expect(ran("update the secret").held).not.toBeNull();
  expect(ran("delete the secret").held).toBeNull();
});

function ran(step: string) {
  const found = runs.get(step);
  if (found === undefined) throw new Error(`No run of this test is called "${step}".`);
  return found;
}

/** Secrets, hosts and ids are each run's own; `accept-encoding` and `user-agent` change no answer. */
const formMade = ({ method, url, headers, body }: RequestRecord) =>
  [
    method,
    withoutJobId(url),
    `accept=${headers.accept ?? ""}`,
    `content-type=${headers["content-type"] ?? ""}`,
    (headers.authorization ?? "").split(" ")[0],
    body
      .replaceAll(/fingerprint(:|%3A)[0-9a-f]{12}/g, "{secret}")
      .replaceAll(/localhost%3A\d+/g, "{host}")
      .replaceAll(scimUrl, "{scim}"),
  ].join(" ");

const formRecorded = ({ method, url, headers, body }: RecordedForm) =>
  [
    method,
    withoutJobId(url)
      .replaceAll("00000000-0000-0000-0000-0000000000aa", APPLICATION)
      .replaceAll("0oa1", OKTA_APP),
    `accept=${headers.accept ?? ""}`,
    `content-type=${headers["content-type"] ?? ""}`,
    (headers.authorization ?? "").split(" ")[0],
    body
      .replace('"tok1"', '"{secret}"')
      .replace("client_secret=s&", "client_secret={secret}&")
      .replaceAll(/localhost%3A\d+/g, "{host}")
      .replaceAll("https://apis.druva.com/insync/scim", "{scim}"),
  ].join(" ");

const withoutJobId = (url: string) => url.replace(/(\/jobs\/)[^/]+/, "$1{job}");

function jsonLines<T>(file: string): readonly T[] {
  const text = readFileSync(join(__dirname, "../../data", file), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

const principal = `
data "azuread_service_principal" "druva" {
  object_id = "${APPLICATION}"
}
`;
const secret = () => `${principal}
resource "azuread_synchronization_secret" "druva" {
  service_principal_id = data.azuread_service_principal.druva.id
  credential {
    key   = "BaseAddress"
    value = "${scimUrl}"
  }
  credential {
    key   = "SecretToken"
    value = var.token
  }
}
`;
const job = (enabled = "") => `${principal}
resource "azuread_synchronization_job" "druva" {
  service_principal_id = data.azuread_service_principal.druva.id
  template_id          = "scim"
  ${enabled}
}
`;
const connection = (action: string) => `
data "okta_app" "druva" {
  id = "${OKTA_APP}"
}
resource "okta_app_connection" "druva" {
  id       = data.okta_app.druva.id
  base_url = "${scimUrl}"
  action   = "${action}"
  profile {
    auth_scheme = "TOKEN"
    token       = var.token
  }
}
`;
