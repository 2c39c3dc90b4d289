import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Asked, type Caller } from "../people";

interface User {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly title?: string;
  readonly emails?: readonly { readonly type: string; readonly value: string }[];
  readonly meta: { readonly location: string; readonly resourceType: string };
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
const create = async (more: object = {}) =>
  (await scim("/Users", { method: "POST", json: { userName: newName(), ...more } })).json<User>();
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
  const answer = await scim("/Users", { method: "POST", json: { userName: newName() } });
  const user = answer.json<User>();
  expect(answer.status).toBe(201);
  expect(answer.headers["location"]).toBe(user.meta.location);
  expect(user.meta.resourceType).toBe("User");
  expect((await scim(`/Users/${user.id}`)).json<User>().userName).toBe(user.userName);
});

test("a name that is taken is refused with uniqueness", async () => {
  const { userName } = await create();
  const answer = await scim("/Users", { method: "POST", json: { userName } });
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
    json: { userName: user.userName, id: "another", active: false },
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
  const answer = await scim(`/Users/${user.id}`, {
    method: "PATCH",
    json: {
      schemas: [PATCH],
      Operations: [
        { op: "Replace", path: "active", value: "False" },
        { op: "Replace", path: 'emails[type eq "work"].value', value: "b@acme.example" },
        { op: "Add", path: "title", value: "Head" },
      ],
    },
  });
  expect(answer.status).toBe(200);
  expect(answer.json<User>()).toMatchObject({
    active: false,
    title: "Head",
    emails: [{ type: "work", value: "b@acme.example" }],
  });
});

test("PATCH removes what it names", async () => {
  const user = await create({ title: "Clerk" });
  await scim(`/Users/${user.id}`, {
    method: "PATCH",
    json: { schemas: [PATCH], Operations: [{ op: "remove", path: "title" }] },
  });
  expect((await scim(`/Users/${user.id}`)).json<User>().title).toBeUndefined();
});

test("a PATCH that fails changes nothing", async () => {
  const user = await create({ title: "Clerk" });
  const answer = await scim(`/Users/${user.id}`, {
    method: "PATCH",
    json: {
      schemas: [PATCH],
      Operations: [
        { op: "replace", path: "title", value: "Head" },
        { op: "explode", path: "title" },
      ],
    },
  });
  expect(answer.status).toBe(400);
  expect((await scim(`/Users/${user.id}`)).json<User>().title).toBe("Clerk");
});

test("a deleted user is gone", async () => {
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
  ["a made-up token", "Bearer made-up"],
])("%s is answered with 401", async (_name, authorization) => {
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
