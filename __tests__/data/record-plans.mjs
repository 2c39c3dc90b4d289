/**
 * Records what Terraform says in the situations that a plan's summary has to tell apart, on the
 * sandbox: `npm run build && node __tests__/data/record-plans.mjs`. A line per situation in
 * recorded-plans.jsonl: the exit code, the diagnostics and the plan's changes, sensitive values left out.
 */
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const recordings = join(here, "recorded-plans.jsonl");
rmSync(recordings, { force: true });
const require = createRequire(import.meta.url);
const { startSandbox } = require(join(root, "dist/sandbox/sandbox.js"));
const { Workplace } = require(join(root, "dist/tour/workplace.js"));
const people = require(join(root, "dist/sandbox/people.js"));
const { confirmPersonsApp } = require(join(root, "dist/tour/confirm.js"));
const { environmentOf } = require(join(root, "dist/tour/surroundings.js"));

const SALES = "00000000-0000-0000-0000-0000000000ab";
/** Through azuread, as the sandbox's config has it: one is written by the stock provider first. */
const SALES_ENTRY = { id: SALES, name: "Druva Sales", through: "azuread" };
const LEGAL_ENTRY = {
  id: "00000000-0000-0000-0000-0000000000ad",
  name: "Druva Legal",
  manageJob: true,
  templateId: "scim",
};
const PERSONS_APP = "0oaDruvaPerson";
const tenant = (...path) => ["tenants", "acme", ...path];

async function onSandbox(story) {
  const sandbox = await startSandbox({ waitScale: 0.02 });
  try {
    const environment = {
      ...environmentOf(process.env, sandbox.environment),
      HOME: sandbox.directory, // cdktf-cli keeps its packages there
    };
    const folder = join(sandbox.directory, "repository");
    mkdirSync(folder);
    const workplace = await Workplace.create(folder, environment, sandbox.lockFile);
    const person = {
      generateToken: () => people.newTokenInDruva(sandbox),
      enterTokenInOkta: (app, token) => people.enterTokenInOkta(sandbox, app, token),
    };
    await story({ sandbox, control: sandbox.control, workplace, person, environment, record });

    async function record(name, handedOver) {
      const env = { ...environment, CI: "true" };
      if (handedOver !== undefined) env.DRUVA_SCIM_TOKEN_ACME = handedOver;
      // Not the blocking kind: the sandbox's servers run in this process.
      const run = (program, args, cwd) =>
        new Promise((done) => {
          execFile(program, args, { cwd, env, maxBuffer: 1e8 }, (error, stdout) => {
            done({ status: Number(error?.code ?? 0), stdout });
          });
        });
      const { status } = await run("node", [join(root, "dist/main.js")], folder);
      if (status !== 0) throw new Error(`${name}: the config is refused`);
      const stack = workplace.stackFolder;
      await run("terraform", ["init", "-input=false"], stack);
      const file = join(stack, "recorded.tfplan");
      const flags = ["-input=false", "-json", "-detailed-exitcode", `-out=${file}`];
      const planned = await run("terraform", ["plan", ...flags], stack);
      const diagnostics = planned.stdout
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .flatMap((line) => JSON.parse(line).diagnostic ?? [])
        .map(({ severity, summary, detail, address }) => ({ severity, summary, detail, address }));
      const shown = await run("terraform", ["show", "-json", file], stack);
      const plan = planned.status === 1 ? {} : JSON.parse(shown.stdout);
      rmSync(file, { force: true });
      const recorded = {
        situation: name,
        exitCode: planned.status,
        diagnostics,
        document: planned.status === 1 ? null : shorn(plan),
      };
      appendFileSync(recordings, `${JSON.stringify(recorded)}\n`);
      console.log(name, planned.status, diagnostics.map(({ summary }) => summary).join(" | "));
    }
  } finally {
    await sandbox.stop();
  }
}

/** What a summary may look at. */
function shorn({ resource_changes, prior_state }) {
  const resources = prior_state?.values?.root_module.resources ?? [];
  return {
    resource_changes: resource_changes.map(({ address, mode, type, name, change }) => {
      const { actions, before, after, after_unknown, before_sensitive, after_sensitive } = change;
      return {
        ...{ address, mode, type, name },
        change: {
          actions,
          before: withoutSecrets(before, before_sensitive),
          after: withoutSecrets(after, after_sensitive),
          after_unknown,
        },
      };
    }),
    prior_state: {
      values: {
        root_module: {
          resources: resources
            .filter(({ type }) => type.startsWith("druva_"))
            .map(({ address, mode, type, values, sensitive_values }) => ({
              ...{ address, mode, type },
              values: withoutSecrets(values, sensitive_values),
            })),
        },
      },
    },
  };
}

function withoutSecrets(value, sensitive) {
  if (sensitive === true) return value === null || value === undefined ? value : "(sensitive)";
  if (Array.isArray(value)) return value.map((each, i) => withoutSecrets(each, sensitive?.[i]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutSecrets(each, sensitive?.[key])]),
  );
}

async function request({ workplace, control }, generation, reason) {
  const date = (await control.clock.now()).toISOString().slice(0, 10);
  await workplace.configure((config) =>
    config.setIn(tenant("rotationRequest"), { generation, reason, date }),
  );
}

async function deployed(workplace, token) {
  const { exitCode, output } = await workplace.deploy(token);
  if (exitCode !== 0) console.log(`deploy exited ${exitCode}\n${output.slice(-2000)}`);
  return exitCode;
}

/** 403 to whatever shows whether a binding works. */
async function withoutPermissionToTest(control, act) {
  const body = {
    error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
  };
  const faults = [
    await control.faults.add({
      host: "entra",
      method: "POST",
      path: "*/validateCredentials",
      status: 403,
      body,
    }),
    await control.faults.add({ host: "okta", method: "GET", path: "/api/v1/logs", status: 403 }),
  ];
  await act();
  for (const { id } of faults) await control.faults.clear(id);
}

await onSandbox(async (scene) => {
  const { control, workplace, person, record } = scene;
  await workplace.configure((config) => {
    config.setIn(tenant("begin"), "observe");
    config.deleteIn(tenant("bindings", "entra", 2)); // a job that it makes is none to observe
  });
  await record("observe-first");
  await workplace.configure((config) => {
    config.setIn(tenant("begin"), "adopt");
    config.setIn(tenant("bindings", "entra", 2), LEGAL_ENTRY);
  });
  const first = await person.generateToken();
  const today = (await control.clock.now()).toISOString().slice(0, 10);
  await record("adopt-age-unknown", first);
  await workplace.configure((config) => config.setIn(tenant("issuedOn"), today));
  await record("adopt", first);
  await deployed(workplace, first);
  await record("waiting");
  await person.enterTokenInOkta(PERSONS_APP, first);
  await confirmPersonsApp(workplace, control);
  await record("confirmed");
  await deployed(workplace);
  await record("nothing");
  await withoutPermissionToTest(control, () => record("nothing-read-only"));

  await control.clock.advance({ days: 336 });
  await record("due");
  await request(scene, 2, "The yearly rotation");
  await record("rotate");
  await withoutPermissionToTest(control, () => record("rotate-read-only"));
  const second = await person.generateToken();
  await person.enterTokenInOkta(PERSONS_APP, second);
  await deployed(workplace, second);
  await control.cycle(`okta/${PERSONS_APP}`); // Okta's System Log shows that it works
  await record("nothing-after-rotation");

  await request(scene, 3, "An administrator has left");
  await record("rotate-with-a-last-gap");
  await request(scene, 2, "A corrected reason");
  await record("request-changes-nothing");
  await workplace.configure((config) => config.setIn(tenant("policy", "rotateBeforeDays"), 60));
  await record("policy");
  await deployed(workplace);

  await request(scene, 2, "The yearly rotation");
  await control.hold(`entra/${SALES}`, "not-the-living-token-at-all");
  await record("heal");
  await deployed(workplace);

  await control.faults.add({ host: "druva", method: "GET", path: "*", status: 503 });
  await record("druva-down");
  await control.faults.clear();
  await control.faults.add({
    host: "entra",
    method: "POST",
    path: "*/oauth2/v2.0/token",
    status: 401,
    body: {
      error: "invalid_client",
      error_description: "AADSTS7000222: The provided client secret keys for app are expired.",
    },
  });
  await record("expired-identity");
  await control.faults.clear();

  await workplace.configure((config) =>
    config.setIn(tenant("bindings", "entra", 1, "released"), true),
  );
  await record("released");
  await workplace.configure((config) => config.deleteIn(tenant("bindings", "entra", 1)));
  await record("vanished");
  await workplace.configure((config) => {
    config.setIn(tenant("bindings", "entra", 1), SALES_ENTRY);
    config.setIn(tenant("bindings", "entra", 2), LEGAL_ENTRY);
  });

  const foreign = await control.generateToken();
  await record("rejected");
  await person.enterTokenInOkta(PERSONS_APP, foreign);
  await control.faults.add({
    host: "entra",
    method: "PUT",
    path: `/v1.0/servicePrincipals/${SALES}/synchronization/secrets`,
    status: 400,
    body: { error: { code: "Fault", message: "injected" } },
    count: 1,
  });
  await deployed(workplace, foreign);
  await control.cycle(`okta/${PERSONS_APP}`);
  await control.faults.clear();
  await record("after-a-failed-deploy", foreign);
});

await onSandbox(async ({ workplace, person, control, record }) => {
  const token = await person.generateToken();
  const today = (await control.clock.now()).toISOString().slice(0, 10);
  await workplace.configure((config) => {
    config.setIn(tenant("issuedOn"), today);
    config.deleteIn(tenant("bindings", "entra", 2));
    config.deleteIn(tenant("bindings", "entra", 1));
    config.deleteIn(tenant("bindings", "okta"));
    config.setIn(tenant("issuer"), {
      kind: "command",
      command: ["druva-issue"],
      environment: ["DRUVA_SCIM_SANDBOX_CONTROL", "DRUVA_SCIM_SANDBOX_CA"],
    });
    config.setIn(tenant("journalDir"), join(workplace.folder, "journal"));
  });
  await deployed(workplace, token);
  await record("unmanaged-holder");
  await workplace.configure((config) => {
    config.setIn(tenant("policy", "mode"), "automatic");
    config.setIn(tenant("bindings", "entra", 1), SALES_ENTRY);
  });
  await record("bind-one-more");
  await workplace.configure((config) => config.deleteIn(tenant("bindings", "entra", 1)));
  await deployed(workplace);
  await workplace.configure((config) => {
    config.setIn(tenant("allowDestroy"), true);
    config.setIn(tenant("policy", "mode"), "reviewed"); // automatic beside it is refused
  });
  await record("release-all");
  await workplace.configure((config) => {
    config.deleteIn(tenant("allowDestroy"));
    config.setIn(tenant("policy", "mode"), "automatic");
  });
  await control.clock.advance({ days: 350 });
  await record("automatic");
});
