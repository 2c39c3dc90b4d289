import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Asked, type Caller } from "../people";

interface User {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly schemas: readonly string[];
  readonly title?: string;
  readonly emails?: readonly {
    readonly type?: string;
    readonly value: string;
    readonly primary?: boolean;
  }[];
  readonly [ENTERPRISE]?: Readonly<Record<string, unknown>>;
  readonly meta: {
    readonly location: string;
    readonly lastModified: string;
    readonly resourceType: string;
  };
}
interface List {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly User[];
}
interface ScimProblem {
  readonly schemas: readonly string[];
  readonly status: string;
  readonly scimType?: string;
  readonly detail: string;
}
const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

let sandbox: Sandbox;
let ask: Caller;
let token: string;
let names = 0;

const scim = (path: string, asked: Asked = {}, bearer = token) =>
  ask(`${sandbox.environment["DRUVA_SCIM_URL"]}${path}`, {
    ...asked,
    headers: { authorization: `Bearer ${bearer}`, ...asked.headers },
  });
const newName = () => `user.${++names}@acme.example`;
const userOf = (userName: string, more: object = {}) => ({
  schemas: [CORE],
  userName,
  emails: [{ type: "work", value: userName }],
  ...more,
});
const post = async (json: unknown) => scim("/Users", { method: "POST", json });
const create = async (more: object = {}) => (await post(userOf(newName(), more))).json<User>();
const patch = async (id: string, ...Operations: readonly object[]) =>
  scim(`/Users/${id}`, { method: "PATCH", json: { schemas: [PATCH], Operations } });
const shown = async (id: string) => (await scim(`/Users/${id}`)).json<User>();
const search = async (filter: string, more = "") =>
  scim(`/Users?filter=${encodeURIComponent(filter)}${more}`);

beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
  token = await sandbox.control.generateToken();
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

test("a user that was created is found by its name, whatever its case", async () => {
  const { userName, id } = await create();
  const found = (await search(`userName eq "${userName.toUpperCase()}"`)).json<List>();
  expect(found.Resources.map((each) => each.id)).toEqual([id]);
});

test("a name that nobody has gives an empty list, as a connection test expects", async () => {
  const answer = await search('userName eq "7c4e9f0e-0000-4000-8000-000000000000"');
  expect(answer.status).toBe(200);
  expect(answer.json<List>()).toMatchObject({ totalResults: 0, Resources: [] });
});

test("a created user answers 201 with its location", async () => {
  const answer = await post(userOf(newName()));
  const user = answer.json<User>();
  expect(answer.status).toBe(201);
  expect(answer.headers["location"]).toBe(user.meta.location);
  expect(user.meta.resourceType).toBe("User");
  expect((await scim(`/Users/${user.id}`)).json<User>().userName).toBe(user.userName);
});

test("a name that is taken is refused with uniqueness", async () => {
  const { userName } = await create();
  const answer = await post(userOf(userName, { emails: [{ value: newName() }] }));
  expect(answer.status).toBe(409);
  expect(answer.json<ScimProblem>()).toMatchObject({
    schemas: [ERROR],
    status: "409",
    scimType: "uniqueness",
  });
});

test("PUT replaces all attributes and keeps the id", async () => {
  const user = await create({ title: "Clerk" });
  const answer = await scim(`/Users/${user.id}`, {
    method: "PUT",
    json: userOf(user.userName, { id: "another", active: false }),
  });
  const replaced = answer.json<User>();
  expect(replaced).toMatchObject({ id: user.id, active: false });
  expect(replaced.title).toBeUndefined();
});

test("PATCH changes what it names, with the words that Entra uses", async () => {
  const user = await create({
    title: "Clerk",
    emails: [{ type: "work", value: "a@acme.example" }],
  });
  const answer = await patch(
    user.id,
    { op: "Replace", path: "active", value: "False" },
    { op: "Replace", path: 'emails[type eq "work"].value', value: "b@acme.example" },
    { op: "Add", path: "title", value: "Head" },
  );
  expect(answer.status).toBe(200);
  expect(answer.json<User>()).toMatchObject({
    active: false,
    title: "Head",
    emails: [{ type: "work", value: "b@acme.example" }],
  });
});

test("PATCH removes what it names", async () => {
  const user = await create({ title: "Clerk" });
  await patch(user.id, { op: "remove", path: "title" });
  expect((await shown(user.id)).title).toBeUndefined();
});

test.each([
  [{ op: "replace", path: "emails", value: "b@acme.example" }],
  [{ op: "add", path: "title", value: { deep: [] } }],
  [{ op: "remove", path: "userName" }],
  [{ op: "add", value: "b@acme.example" }],
])("a PATCH of %j is refused with what is wrong, not with a 500", async (operation) => {
  const { id } = await create();
  expect((await patch(id, operation)).status).toBe(400);
});

test("a PATCH that fails changes nothing", async () => {
  const user = await create({ title: "Clerk" });
  const answer = await patch(
    user.id,
    { op: "replace", path: "title", value: "Head" },
    { op: "explode", path: "title" },
  );
  expect(answer.status).toBe(400);
  expect((await shown(user.id)).title).toBe("Clerk");
});

test("a PATCH that changes nothing leaves the time of the last change", async () => {
  const user = await create({ title: "Clerk" });
  await sandbox.control.clock.advance({ days: 1 });
  await patch(user.id, { op: "add", path: "title", value: "Clerk" });
  expect((await shown(user.id)).meta).toEqual(user.meta);
  await patch(user.id, { op: "add", path: "title", value: "Head" });
  expect((await shown(user.id)).meta.lastModified > user.meta.lastModified).toBe(true);
});

test("a deleted user is gone for SCIM", async () => {
  const { id, userName } = await create();
  expect((await scim(`/Users/${id}`, { method: "DELETE" })).status).toBe(204);
  expect((await scim(`/Users/${id}`)).status).toBe(404);
  expect((await search(`userName eq "${userName}"`)).json<List>().totalResults).toBe(0);
});

test("a filter that cannot be read is refused with invalidFilter", async () => {
  const answer = await search("userName equals ???");
  expect(answer.status).toBe(400);
  expect(answer.json<ScimProblem>()).toMatchObject({ schemas: [ERROR], scimType: "invalidFilter" });
});

test("an unknown path is a SCIM error too", async () => {
  const answer = await scim("/Groups");
  expect(answer.status).toBe(404);
  expect(answer.json<ScimProblem>()).toMatchObject({ schemas: [ERROR], status: "404" });
});

test("a body that is not JSON is refused, not served", async () => {
  const answer = await scim("/Users", {
    method: "POST",
    headers: { "content-type": "application/scim+json" },
    form: { "{": "" },
  });
  expect(answer.status).toBe(400);
});

test("ServiceProviderConfig says what this server can", async () => {
  const answer = await scim("/ServiceProviderConfig");
  expect(answer.json()).toMatchObject({ patch: { supported: true }, filter: { supported: true } });
});

test.each([
  ["no token", undefined],
  ["a made-up token", () => "Bearer made-up"],
  ["the right token by another scheme", () => `Token ${token}`],
])("%s is answered with 401", async (_name, header) => {
  const authorization = header?.();
  const answer = await ask(`${sandbox.environment["DRUVA_SCIM_URL"]}/Users`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  expect(answer.status).toBe(401);
  expect(answer.json<ScimProblem>()).toMatchObject({ schemas: [ERROR], status: "401" });
});

test("pages of any size, one after the other, are the whole list", async () => {
  const users: User[] = [];
  for (let made = 0; made < 7; made++) users.push(await create({ title: "Paged" }));
  for (let count = 1; count <= 9; count++) {
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= users.length; startIndex += count) {
      const page = (
        await search('title eq "Paged"', `&startIndex=${startIndex}&count=${count}`)
      ).json<List>();
      expect(page.totalResults).toBe(users.length);
      expect(page.itemsPerPage).toBe(page.Resources.length);
      seen.push(...page.Resources.map(({ id }) => id));
    }
    expect(seen).toEqual(users.map(({ id }) => id));
  }
});

describe("the filters of RFC 7644, section 3.4.2.2", () => {
  const users = [
    {
      userName: "BJensen",
      name: { familyName: "O'Malley" },
      title: "Vice President",
      userType: "Employee",
      emails: [{ type: "work", value: "bjensen@example.com" }],
      ims: [{ type: "xmpp", value: "bj@foo.com" }],
      [ENTERPRISE]: { department: "Tours" },
    },
    {
      userName: "jsmith",
      userType: "Intern",
      emails: [
        { type: "home", value: "jsmith@example.org" },
        { type: "work", value: "jsmith@acme.example" },
      ],
    },
  ];
  beforeAll(async () => {
    for (const each of users) await post({ schemas: [CORE], ...each });
  });
  const BOTH = ["BJensen", "jsmith"];
  const [FIRST, SECOND] = [["BJensen"], ["jsmith"]];

  test.each([
    ['userName eq "bjensen"', FIRST],
    [`name.familyName co "O'Malley"`, FIRST],
    ['userName sw "J"', SECOND],
    [`${CORE}:userName sw "J"`, SECOND],
    ["title pr", FIRST],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', BOTH],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', BOTH],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', []],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', []],
    ['title pr and userType eq "Employee"', FIRST],
    ['title pr or userType eq "Intern"', BOTH],
    [`schemas eq "${ENTERPRISE}"`, FIRST],
    [
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      FIRST,
    ],
    [
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      [],
    ],
    ['userType eq "Employee" and (emails.type eq "work")', FIRST],
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', FIRST],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      FIRST,
    ],
    // Beyond the RFC's own: the case of names, each value by itself, an extension.
    ['USERNAME eq "bjensen" and Emails[TYPE eq "WORK"]', FIRST],
    ['emails[type eq "work" and value co "@example.org"]', []],
    [`${ENTERPRISE}:department eq "tours"`, FIRST],
    ['not (userType eq "Employee" and title eq "Clerk")', BOTH],
    ['active eq "True" and externalId ne "1"', BOTH],
  ])("%s", async (filter, expected) => {
    const mine = '(userName eq "bjensen" or userName eq "jsmith")';
    const found = (await search(`(${filter}) and ${mine}`)).json<List>();
    expect(found.Resources.map(({ userName }) => userName)).toEqual(expected);
  });

  test("booleans have no order", async () => {
    const answer = await search("active gt false");
    expect(answer.json<ScimProblem>()).toMatchObject({ status: "400", scimType: "invalidFilter" });
  });

  test("a filter on a password is refused: it would tell what is never shown", async () => {
    const answer = await search('password sw "a"');
    expect(answer.json<ScimProblem>()).toMatchObject({ status: "400", scimType: "invalidFilter" });
  });
});

test.each([
  "__proto__.polluted",
  "constructor.prototype.polluted",
  'emails[__proto__.polluted eq "1"].value',
])("a PATCH of %s is refused, and the sandbox goes on", async (path) => {
  const user = await create();
  const answer = await patch(user.id, { op: "add", path, value: "yes" });
  expect(answer.status).toBe(400);
  expect("polluted" in {}).toBe(false);
  expect((await scim(`/Users?attributes=__proto__.toString&filter=title%20pr`)).status).toBe(200);
  expect((await shown(user.id)).userName).toBe(user.userName);
});

test("a password is taken, never shown, and never in the journal", async () => {
  const first = await create({ password: "correct-horse" });
  await patch(first.id, { op: "replace", path: "password", value: "battery-staple" });
  await patch(first.id, { op: "replace", value: { password: "hairy-lobster" } });
  await search('password eq "salty-anchor"');
  const answers = JSON.stringify([first, await shown(first.id), (await scim("/Users")).json()]);
  const journal = JSON.stringify(await sandbox.control.journal.list({ host: "druva" }));
  expect(answers + journal).not.toMatch(/correct-horse|battery-staple|hairy-lobster|salty-anchor/);
});

test("attributes and excludedAttributes choose what is returned, beside id and schemas", async () => {
  const { id } = await create({ title: "Clerk", name: { givenName: "Jo", familyName: "Do" } });
  const asked = async (query: string) => (await scim(`/Users/${id}?${query}`)).json<object>();
  expect(await asked("attributes=NAME.givenName,nosuch")).toEqual({
    schemas: [CORE],
    id,
    name: { givenName: "Jo" },
  });
  const rest = await asked("excludedAttributes=emails,id,title");
  expect(Object.keys(rest).sort()).toEqual(["active", "id", "meta", "name", "schemas", "userName"]);
});

test("a whole extension comes and goes, and schemas says so", async () => {
  const { id } = await create();
  const added = await patch(id, { op: "Add", path: ENTERPRISE, value: { Department: "Tours" } });
  expect(added.json<User>()).toMatchObject({
    schemas: [CORE, ENTERPRISE],
    [ENTERPRISE]: { department: "Tours" },
  });
  await patch(id, { op: "replace", path: `${ENTERPRISE}:department`, value: "Sales" });
  expect((await shown(id))[ENTERPRISE]).toEqual({ department: "Sales" });
  await patch(id, { op: "remove", path: ENTERPRISE });
  expect((await shown(id)).schemas).toEqual([CORE]);
});

test("names of attributes count in any case, in bodies and in paths", async () => {
  const userName = newName();
  const { id } = (
    await post({
      schemas: [CORE],
      USERNAME: userName,
      Emails: [{ VALUE: userName }],
    })
  ).json<User>();
  await patch(id, { op: "replace", value: { ACTIVE: "False", "Name.FamilyName": "Do" } });
  expect(await shown(id)).toMatchObject({ userName, active: false, name: { familyName: "Do" } });
});

test("an address that becomes primary is the only one", async () => {
  const user = await create({
    emails: [
      { type: "work", value: newName(), primary: true },
      { type: "home", value: newName() },
    ],
  });
  await patch(user.id, { op: "replace", path: 'emails[type eq "home"].primary', value: "True" });
  const { emails = [] } = await shown(user.id);
  expect(emails.filter(({ primary }) => primary).map(({ type }) => type)).toEqual(["home"]);
});

test.each(["id", "meta.created", "groups"])(
  "PATCH of %s is refused with mutability",
  async (path) => {
    const { id } = await create();
    const answer = await patch(id, { op: "replace", path, value: "another" });
    expect(answer.json<ScimProblem>()).toMatchObject({ status: "400", scimType: "mutability" });
  },
);

test.each([
  ["without an e-mail address", { emails: undefined }, "invalidValue"],
  ["with an empty e-mail address", { emails: [{ type: "work" }] }, "invalidValue"],
  ["without schemas", { schemas: undefined }, "invalidSyntax"],
  ["with a schema that is not known", { schemas: [CORE, "urn:acme"] }, "invalidSyntax"],
  ["whose active is no boolean", { active: "yes" }, "invalidValue"],
  [
    "with two primary addresses",
    { emails: [1, 2].map((each) => ({ value: `p${each}@acme.example`, primary: true })) },
    "invalidValue",
  ],
])("a user %s is refused", async (_name, more, scimType) => {
  const answer = await post(userOf(newName(), more));
  expect(answer.json<ScimProblem>()).toMatchObject({ status: "400", scimType });
});

test("an e-mail address belongs to one user, whatever its case", async () => {
  const { userName } = await create();
  const answer = await post(userOf(newName(), { emails: [{ value: userName.toUpperCase() }] }));
  expect(answer.json<ScimProblem>()).toMatchObject({ status: "409", scimType: "uniqueness" });
});

test("Druva preserves a deleted user, and activates it when the app is assigned again", async () => {
  const { id, userName } = await create();
  await scim(`/Users/${id}`, { method: "DELETE" });
  const preserved = async () => (await sandbox.control.users()).find((each) => each.id === id);
  expect(await preserved()).toMatchObject({ userName, active: false });
  expect((await post(userOf(userName))).json<User>()).toMatchObject({ id, active: true });
  expect(await preserved()).toMatchObject({ active: true });
});

test("a deactivated user stays and can be activated again", async () => {
  const { id } = await create();
  await patch(id, { op: "Replace", path: "active", value: "False" });
  expect((await shown(id)).active).toBe(false);
  await patch(id, { op: "replace", value: { active: true } });
  expect((await shown(id)).active).toBe(true);
});

test("discovery names the user's schemas, and that an e-mail address is mandatory", async () => {
  const types = (await scim("/ResourceTypes")).json<List>();
  expect(types.Resources).toMatchObject([{ id: "User", endpoint: "/Users", schema: CORE }]);
  const schema = (await scim(`/Schemas/${CORE}`)).json<{ attributes: readonly object[] }>();
  expect(schema.attributes).toContainEqual(
    expect.objectContaining({ name: "emails", required: true }),
  );
  expect((await scim("/Schemas", { method: "PUT", json: {} })).status).toBe(405);
  expect((await scim("/Schemas?filter=id%20pr")).status).toBe(403);
});

test("a search by POST finds what a search by GET finds", async () => {
  const { id, userName } = await create();
  const answer = await scim("/Users/.search", {
    method: "POST",
    json: { filter: `userName eq "${userName}"`, attributes: ["userName"], startIndex: 1 },
  });
  expect(answer.json<List>().Resources).toEqual([{ schemas: [CORE], id, userName }]);
});
