import { metrics } from "../../../cli/show/metrics";
import { aBinding, anOutlook, aToken, utc } from "../an-outlook";

const textOf = (...args: Parameters<typeof metrics>) => metrics(...args).metrics();

test("days left, expiry and generation of each tenant's token are figures", async () => {
  const text = await textOf([
    anOutlook(),
    anOutlook({ tenant: "emea", token: aToken({ generation: 7 }) }),
  ]);
  expect(text).toMatch(/^druva_scim_token_days_left\{tenant="acme"\} 265$/m);
  expect(text).toMatch(/^druva_scim_token_expiry_timestamp_seconds\{tenant="acme"\} 1801353600$/m);
  expect(text).toMatch(/^druva_scim_token_generation\{tenant="emea"\} 7$/m);
});

test("the text is OpenMetrics: it ends with # EOF", async () => {
  expect((await textOf([anOutlook()])).trimEnd()).toMatch(/# EOF$/);
});

test("what is unknown has no sample", async () => {
  const unknown = aToken({ issuedAt: null, expiresAt: null, rotateAt: null, daysLeft: null });
  const text = await textOf([
    anOutlook({
      token: unknown,
      bindings: [aBinding({ gap: { atLeast: 3, atMost: null } })],
    }),
  ]);
  expect(text).not.toMatch(/^druva_scim_token_(days_left|expiry|due)/m);
  expect(text).toMatch(/^druva_scim_last_gap_seconds\{tenant="acme",bound="at_least"\} 3$/m);
  expect(text).not.toMatch(/^druva_scim_last_gap_seconds\{.*at_most/m);
});

test.each([
  ["tested", "proven"],
  ["rejected", "failing"],
  ["unproven", "unproven"],
  ["waiting", "unproven"],
  ["unknown", "unproven"],
] as const)("a binding that is %s counts as %s alone", async (status, proof) => {
  const text = await textOf([anOutlook({ bindings: [aBinding({ status })] })]);
  const samples = [...text.matchAll(/^druva_scim_binding\{.*proof="(\w+)"\} 1$/gm)];
  expect(samples.map(([, counted]) => counted)).toEqual([proof]);
});

test("a name with quotes and line breaks cannot break the text", async () => {
  const text = await textOf([anOutlook({ bindings: [aBinding({ name: 'a"b\nc\\d' })] })]);
  expect(text).toContain(String.raw`name="a\"b\nc\\d"`);
});

test("what the last drift run found is counted by kind", async () => {
  const text = await textOf(
    [],
    [{ version: 1, tenant: "acme", checkedAt: utc("2026-05-10"), findings: [{ kind: "broken" }] }],
  );
  expect(text).toMatch(/^druva_scim_last_drift_findings\{tenant="acme",kind="broken"\} 1$/m);
  expect(text).toMatch(/^druva_scim_last_drift_findings\{tenant="acme",kind="due"\} 0$/m);
  expect(text).toMatch(/^druva_scim_last_drift_timestamp_seconds\{tenant="acme"\} 1778371200$/m);
});

test("whether others hold the token has no sample where nobody could look", async () => {
  const unmanaged = /^druva_scim_unmanaged_holders/m;
  expect(await textOf([anOutlook({ unmanaged: [] })])).toMatch(unmanaged);
  expect(await textOf([anOutlook({ unmanaged: null })])).not.toMatch(unmanaged);
});
