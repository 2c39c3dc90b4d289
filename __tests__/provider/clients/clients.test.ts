import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, configureClients, noOkta } from "../../../provider/clients/clients";
import { unknown } from "../../../provider/framework/unknown";

const nothing: Configuration = {
  scim_url: null,
  journal_dir: null,
  bound_elsewhere: null,
  entra: null,
  okta: null,
};

describe("the SCIM base URL", () => {
  const urlOf = (scim_url: string | null, environment: NodeJS.ProcessEnv = {}) =>
    configureClients({ ...nothing, scim_url }, environment).scim.url;

  test("is the configured one, else the environment's, else Druva's public one", () => {
    const environment = { DRUVA_SCIM_URL: "https://govcloudapis.druva.com/insync/scim" };
    expect(urlOf("https://one.example/scim", environment)).toBe("https://one.example/scim");
    expect(urlOf(null, environment)).toBe("https://govcloudapis.druva.com/insync/scim");
    expect(urlOf(null, { DRUVA_SCIM_URL: "" })).toBe("https://apis.druva.com/insync/scim");
  });

  test("is used without a slash at its end", () => {
    expect(urlOf("https://one.example/scim//")).toBe("https://one.example/scim");
  });

  test.each([
    "http://one.example",
    "one.example",
    "https://one.example?a=b",
    "https://a:b@one.example",
  ])("is refused as %s", (url) => expect(() => urlOf(url)).toThrow("Expected an https URL"));

  test("is refused without showing credentials that stand in it", () => {
    const url = "https://admin:secret@one.example/scim";
    expect(() => urlOf(url)).toThrow("https://one.example/scim");
    expect(() => urlOf(url)).not.toThrow("secret");
  });

  test("is refused without showing what is no URL, which may be the token", () => {
    expect(() => urlOf("hunter")).toThrow("is a text of 6 characters. Expected an https URL");
  });
});

describe("the journal's folder", () => {
  const folderOf = (journal_dir: string | null, environment: NodeJS.ProcessEnv) => {
    const { journalDir, journalDirGiven } = configureClients(
      { ...nothing, journal_dir },
      environment,
    );
    return [journalDir, journalDirGiven];
  };
  test("is the configured one, else the environment's", () => {
    expect(folderOf("/a", { DRUVA_SCIM_JOURNAL_DIR: "/b" })).toEqual(["/a", true]);
    expect(folderOf(null, { DRUVA_SCIM_JOURNAL_DIR: "/b" })).toEqual(["/b", true]);
  });
  test("is among the user's state otherwise, and then nobody chose it", () => {
    expect(folderOf(null, { XDG_STATE_HOME: "/state" })).toEqual(["/state/druva-scim", false]);
    expect(folderOf(null, { HOME: "/home/ann" })).toEqual([
      "/home/ann/.local/state/druva-scim",
      false,
    ]);
  });
});

describe("the ways to vendors", () => {
  test("are one default of each, where none is configured", () => {
    const clients = configureClients(nothing, {});
    expect(clients.entra(null)).toBe(clients.entra("default"));
    expect(() => clients.okta(null)).not.toThrow();
  });

  test("are those configured, by name; another name is refused with those there are", () => {
    const clients = configureClients({ ...nothing, okta: { emea: noOkta, apac: noOkta } }, {});
    expect(clients.okta("emea")).not.toBe(clients.okta("apac"));
    expect(() => clients.okta(null)).toThrow(/No entry "default".*has apac, emea/);
    expect(() => clients.okta("constructor")).toThrow('No entry "constructor"');
  });

  test("need no credentials before they are used", () => {
    expect(() => configureClients(nothing, {}).entra(null)).not.toThrow();
  });
});

test("a configuration with an unknown anywhere in it is not known", () => {
  const known = (configuration: Configuration) =>
    configureClients(configuration, {}).configurationKnown;
  expect(known(nothing)).toBe(true);
  expect(known({ ...nothing, scim_url: unknown })).toBe(false);
  expect(known({ ...nothing, okta: { emea: { ...noOkta, api_token: unknown } } })).toBe(false);
});

describe("the sandbox's clock", () => {
  const DAY_MS = 86_400_000;
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "druva-clock-"));
    file = join(folder, "clock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** How far the clock is from this machine's, in days. */
  const daysAhead = (url: string) => {
    const environment = { DRUVA_SCIM_URL: url, DRUVA_SCIM_CLOCK_FILE: file };
    const { clock } = configureClients(nothing, environment);
    return Math.round((clock.now().getTime() - Date.now()) / DAY_MS);
  };

  test("moves the provider's, where Druva is on loopback", () => {
    writeFileSync(file, `${335 * DAY_MS}\n`);
    expect(daysAhead("https://localhost:8443/scim")).toBe(335);
    expect(daysAhead("https://127.0.0.1:8443/scim")).toBe(335);
  });

  test("is not even read for a real tenant", () => {
    expect(daysAhead("https://apis.druva.com/insync/scim")).toBe(0);
    expect(daysAhead("https://localhost.example/scim")).toBe(0);
  });

  test("must hold milliseconds", () => {
    writeFileSync(file, "tomorrow");
    expect(() => daysAhead("https://localhost/scim")).toThrow(/must hold milliseconds/);
  });
});
