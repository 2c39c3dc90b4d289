import { entraPlace } from "../../../provider/bindings/entra";
import { createDruva } from "../../../provider/clients/druva";
import type { Entra } from "../../../provider/clients/entra";
import { fakeHttp } from "../clients/fake-http";

const { signal } = new AbortController();
const unexpected = () => Promise.reject(new Error("not expected"));
const clock = { now: () => new Date(0) };

test.each([
  [503, true],
  [401, false],
])("where Druva answers us %s, whether Entra's test is hurried is %s", async (status, wanted) => {
  const http = fakeHttp(() => ({ status }));
  const scim = createDruva({ url: "https://druva.test/scim", http, usersHttp: http, clock });
  await scim.probe("t", signal);
  const hurried: (boolean | undefined)[] = [];
  const entra: Entra = {
    ...{ principal: unexpected, principalsOfTemplate: unexpected, settings: unexpected },
    ...{ saveSettings: unexpected, startJob: unexpected },
    jobs: async () => [{ id: "job", status: { code: "Active" } }],
    async validateCredentials(_principal, _job, _credentials, _signal, isHurried) {
      hurried.push(isHurried);
    },
  };
  const binding = { principalId: "p", jobId: null, wanted: null, through: "druva" } as const;
  await entraPlace(binding, entra, { scim }).look(signal);
  expect(hurried).toEqual([wanted]);
});
