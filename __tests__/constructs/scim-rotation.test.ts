import * as fc from "fast-check";

import { DruvaScimRotation, type DruvaScimRotationProps } from "../../constructs/scim-rotation";
import { slowRuns } from "../properties";
import {
  consumersOf,
  faultsOf,
  madeByBindings,
  synthesized,
  vendorProvidersOf,
} from "./synthesized";

const objectId = (index: number) =>
  `00000000-0000-0000-0000-${index.toString(16).padStart(12, "0")}`;

const command = { name: "other", bindCommand: ["bind"], testCommand: ["test"] };

const synthRotation = (props: Partial<DruvaScimRotationProps>, id = "rotation") =>
  synthesized((stack) => {
    new DruvaScimRotation(stack, id, { tenant: "acme", begin: "adopt", ...props });
  });

describe("a rotation", () => {
  test("is a token with all its bindings, and needs one provider beside druva: that of the commands", () => {
    const synth = synthRotation({
      entra: [{ id: objectId(1) }, { id: objectId(2) }],
      okta: [{ id: "0oa1" }, { id: "0oa2", through: "person" }],
      command: [command],
    });
    expect(consumersOf(synth).map(({ kind, id }) => `${kind}/${id}`)).toEqual([
      `entra/${objectId(1)}`,
      `entra/${objectId(2)}`,
      "okta/0oa1",
      "okta/0oa2",
      "command/other",
    ]);
    expect(vendorProvidersOf(synth)).toEqual(["null"]);
  });

  test("asks for the providers that write the token, in the tested ranges", () => {
    const { json } = synthRotation({
      entra: [{ id: objectId(1), through: "azuread" }],
      okta: [{ id: "0oa1", through: "okta" }],
      command: [command],
    });
    expect(json["terraform"]).toMatchObject({
      required_providers: {
        druva: { source: "terraform.local/druva-scim/druva" },
        azuread: { source: "hashicorp/azuread", version: "~> 3.7" },
        okta: { source: "okta/okta", version: "~> 6.5" },
        null: { version: "~> 3.2" },
      },
    });
    expect(Object.keys(json["provider"] ?? {}).sort()).toEqual([
      "azuread",
      "druva",
      "null",
      "okta",
    ]);
  });

  test("keeps every address, whatever the order of the entries and whatever else is there", () => {
    const indices = fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(indices, fc.func(fc.integer()), fc.nat(5), (all, rank, dropped) => {
        const entries = all.map((index) => ({ id: objectId(index) }));
        const before = synthRotation({ entra: entries }).addresses;
        const shuffled = [...entries].sort((a, b) => rank(a.id) - rank(b.id));
        expect(synthRotation({ entra: shuffled }).addresses).toEqual(before);

        const fewer = shuffled.filter((_, index) => index !== dropped);
        const after = synthRotation({ entra: fewer }).addresses;
        expect(before).toEqual(expect.arrayContaining(after));
      }),
      slowRuns(8),
    );
  });

  test("has one address for an object id, however it is written", () => {
    const id = "00000000-0000-0000-0000-0000000000aa";
    expect(synthRotation({ entra: [{ id: id.toUpperCase() }] }).addresses).toEqual(
      synthRotation({ entra: [{ id }] }).addresses,
    );
  });

  test("that may be destroyed releases all that it bound, since a destroy would take the token out", () => {
    const entries = {
      entra: [{ id: objectId(1) }],
      okta: [{ id: "0oa1" }],
      command: [command],
    };
    const destroyable = synthRotation({ ...entries, allowDestroy: true });
    const made = madeByBindings(synthRotation(entries));
    expect(destroyable.forgotten).toEqual(expect.arrayContaining(made));
    expect(madeByBindings(destroyable)).toEqual([]);
    expect(destroyable.only("druva_scim_token")["released"]).toHaveLength(3);
  });

  test("renamed moves every resource that it had", () => {
    const entries = {
      entra: [{ id: objectId(1) }],
      command: [command],
    };
    const before = synthRotation(entries, "before").addresses;
    const after = synthRotation({ ...entries, earlierId: "before" }, "after");
    const moves = (after.json["moved"] ?? []) as { from: string; to: string }[];
    expect(moves.map(({ from }) => from).sort()).toEqual(before);
    expect(moves.map(({ to }) => to).sort()).toEqual(after.addresses);
    const typeOf = (address: string) => address.split(".")[0];
    expect(moves.map(({ from }) => typeOf(from))).toEqual(moves.map(({ to }) => typeOf(to)));
  });

  test("renamed tells the token where each of its bindings was before", () => {
    const entries = {
      entra: [{ id: objectId(1) }, { id: objectId(2) }],
      okta: [{ id: "0oa1", through: "person" as const }],
      command: [command],
    };
    const before = consumersOf(synthRotation(entries, "before"));
    const after = consumersOf(synthRotation({ ...entries, earlierId: "before" }, "after"));
    expect(new Set(before.map(({ address }) => address)).size).toBe(4);
    expect(after.map(({ movedFrom }) => movedFrom)).toEqual(before.map(({ address }) => [address]));
    const renamed = new Set([...before, ...after].map(({ address }) => address));
    expect(renamed.size).toBe(8);
  });

  test("renamed lets go of what would be forgotten, at its earlier address too", () => {
    const managed = { entra: [{ id: objectId(1), manageJob: true, templateId: "scim" }] };
    const [job = ""] = synthRotation(managed, "before").addresses.filter((each) =>
      each.startsWith("azuread_synchronization_job."),
    );
    const after = synthRotation({ entra: [{ id: objectId(1) }], earlierId: "before" }, "after");
    expect(after.forgotten).toContain(job);
  });
});

describe("refused at synth", () => {
  const id = objectId(1);
  const refusals: [name: string, props: Partial<DruvaScimRotationProps>, fault: string][] = [
    ["one Entra application twice", { entra: [{ id }, { id }] }, "entra[1].id: bound-twice"],
    [
      "one Entra application twice, once released",
      { entra: [{ id }, { id, released: true }] },
      "entra[1].id: bound-twice",
    ],
    ["one Okta app twice", { okta: [{ id: "0oa1" }, { id: "0oa1" }] }, "okta[1].id: bound-twice"],
    ["one command binding twice", { command: [command, command] }, "command[1].name: bound-twice"],
    [
      "a rename while something is released",
      { entra: [{ id, released: true }], earlierId: "before" },
      "earlierId: renamed-and-released",
    ],
  ];
  test.each(refusals)("%s", (_name, props, fault) => {
    expect(faultsOf(() => synthRotation(props))).toEqual([fault]);
  });

  test("what is wrong with the token and with several bindings, at once", () => {
    const wrong = { id, manageJob: true, colour: "blue" };
    const props = { begin: "observe", entra: [wrong], okta: [{ id: "0oa1", through: "azuread" }] };
    expect(faultsOf(() => synthRotation(props as object))).toEqual([
      "entra[0].colour: unknown-key",
      "okta[0].through: invalid_value",
      "entra[0].manageJob: job-without-template",
      "entra[0].manageJob: job-while-observing",
    ]);
  });
});
