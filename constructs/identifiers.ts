/** What names and ids look like. A bad one is refused at synth: later it would be somebody's outage. */
import { SynthError } from "./synth-error";

const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OKTA_APP_ID = /^0oa[0-9A-Za-z]+$/;
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function checkObjectId(where: string, id: string): void {
  if (OBJECT_ID.test(id)) return;
  throw new SynthError(
    where,
    `"${id}" is no object id`,
    "Expected the enterprise application's object id, such as 00000000-0000-0000-0000-0000000000aa (Entra: Enterprise applications > the app > Overview > Object ID; not the Application ID)",
  );
}

export function checkOktaAppId(where: string, id: string): void {
  if (OKTA_APP_ID.test(id)) return;
  throw new SynthError(
    where,
    `"${id}" is no Okta app id`,
    'Expected the id that begins with "0oa" (it is in the address of the app\'s page in the Admin Console)',
  );
}

export function checkName(where: string, name: string): void {
  if (NAME.test(name)) return;
  throw new SynthError(
    where,
    `"${name}" is no short name`,
    "Expected lower-case letters, digits and hyphens, such as acme-emea",
  );
}

export function checkDay(where: string, day: string): void {
  const date = new Date(`${day}T00:00:00Z`);
  const isDay = DAY.test(day) && !Number.isNaN(date.getTime());
  if (isDay && date.toISOString().startsWith(day)) return;
  throw new SynthError(where, `"${day}" is no day`, "Expected YYYY-MM-DD, such as 2027-01-31");
}

/** `most`: Infinity where there is no end. */
export function checkWholeNumber(
  where: string,
  value: number,
  least: number,
  most = Infinity,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `from ${least} on` : `from ${least} to ${most}`;
  throw new SynthError(where, `${value} does not do`, `Expected a whole number ${range}`);
}
