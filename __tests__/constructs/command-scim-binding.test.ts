import { TerraformVariable } from "cdktf";

import {
  CommandScimBinding,
  type CommandScimBindingProps,
} from "../../constructs/command-scim-binding";
import { type Beginning, DruvaScimToken } from "../../constructs/scim-token";
import {
  consumersOf,
  faultsOf,
  madeByBindings,
  synthesized,
  tokenReference,
  vendorProvidersOf,
} from "./synthesized";

const commands = { bindCommand: ["other-idp", "bind"], testCommand: ["other-idp", "test"] };

const synthBinding = (props: Partial<CommandScimBindingProps> = {}, begin: Beginning = "adopt") =>
  synthesized((stack) => {
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin });
    new CommandScimBinding(stack, "other", { token, name: "other-idp", ...commands, ...props });
  });

describe("a binding by command", () => {
  test("runs its command anew whenever the fingerprint changes", () => {
    const { triggers } = synthBinding().only("null_resource");
    expect(triggers).toMatchObject({ fingerprint: tokenReference("fingerprint") });
  });

  test("runs it, and the test, anew when the SCIM URL is another", () => {
    const synth = synthBinding();
    expect(synth.only("null_resource")["triggers"]).toMatchObject({
      scim_url: tokenReference("scim_url"),
    });
    expect(synth.only("druva_command_binding")["base_url"]).toEqual(tokenReference("scim_url"));
  });

  test("runs it by the launcher in the stack's folder, without a shell", () => {
    const [provisioner] = synthBinding({ environment: ["URL"], deadlineSeconds: 5 }).only(
      "null_resource",
    )["provisioner"] as { "local-exec": { command: string; interpreter: string[] } }[];
    expect(provisioner?.["local-exec"].interpreter).toEqual([
      "node",
      "terraform.d/druva-scim/bind-command.cjs",
    ]);
    expect(JSON.parse(provisioner?.["local-exec"].command ?? "")).toEqual({
      command: ["other-idp", "bind"],
      environment: ["URL"],
      deadlineSeconds: 5,
    });
  });

  test("gets the token in its environment, never on the command line", () => {
    const synth = synthBinding();
    const [provisioner] = synth.only("null_resource")["provisioner"] as {
      "local-exec": { command: string; environment: object };
    }[];
    expect(provisioner?.["local-exec"].environment).toEqual({
      DRUVA_SCIM_TOKEN: tokenReference("token"),
      DRUVA_SCIM_URL: tokenReference("scim_url"),
    });
    expect(provisioner?.["local-exec"].command).not.toContain("${");
  });

  test("is tested after the command ran", () => {
    const synth = synthBinding();
    const [bind] = Object.keys(synth.resources("null_resource"));
    expect(synth.only("druva_command_binding")).toMatchObject({
      name: "other-idp",
      bind_command: commands.bindCommand,
      test_command: commands.testCommand,
      depends_on: [`null_resource.${bind}`],
    });
  });

  test("is a consumer of the token, with the commands that preflight checks", () => {
    expect(consumersOf(synthBinding({ environment: ["URL"], deadlineSeconds: 5 }))).toEqual([
      {
        kind: "command",
        id: "other-idp",
        ...commands,
        environment: ["URL"],
        deadlineSeconds: 5,
        address: "other",
      },
    ]);
  });

  test("while observing runs no command but the test", () => {
    const synth = synthBinding({}, "observe");
    expect(synth.resources("null_resource")).toEqual({});
    expect(vendorProvidersOf(synth)).toEqual([]);
  });

  test("released lets go of the very resources that it made", () => {
    const released = synthBinding({ released: true });
    expect(released.forgotten).toEqual(madeByBindings(synthBinding()));
    expect(madeByBindings(released)).toEqual([]);
    expect(released.only("druva_scim_token")["released"]).toEqual(["command/other-idp"]);
  });
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<CommandScimBindingProps>, fault: string][] = [
    ["no program to bind with", { bindCommand: [] }, "bindCommand: too_small"],
    ["no program to test with", { testCommand: [""] }, "testCommand: custom"],
    ["a name that is none", { name: "Other IdP" }, "name: invalid_format"],
    ["a deadline of no time", { deadlineSeconds: 0 }, "deadlineSeconds: too_small"],
  ];
  test.each(refusals)("%s", (_name, props, fault) => {
    expect(faultsOf(() => synthBinding(props))).toEqual([fault]);
  });

  describe("a reference as an argument, which the process list would show", () => {
    const references: [name: string, of: (variable: TerraformVariable) => string[]][] = [
      ["a reference", ({ stringValue }) => ["bind", stringValue]],
      ["a reference inside of a text", ({ stringValue }) => ["bind", `--token=${stringValue}`]],
      ["a reference as the whole list", ({ listValue }) => listValue],
      ["an expression that is written out", () => ["bind", "${druva_scim_token.it.token}"]],
      ["a directive that is written out", () => ["bind", "%{ if true }x%{ endif }"]],
    ];
    const keys = ["bindCommand", "testCommand"] as const;
    const cases = references.flatMap(([name, of]) => keys.map((key) => [name, key, of] as const));
    test.each(cases)("%s (%s)", (_name, key, of) => {
      const synth = () =>
        synthesized((stack) => {
          const secret = new TerraformVariable(stack, "secret", { sensitive: true });
          const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
          const props = { token, name: "x", ...commands, [key]: of(secret) };
          new CommandScimBinding(stack, "other", props);
        });
      expect(faultsOf(synth)).toEqual([
        expect.stringMatching(new RegExp(`^${key}\\[\\d\\]: invalid_format$`)),
      ]);
    });
  });
});
