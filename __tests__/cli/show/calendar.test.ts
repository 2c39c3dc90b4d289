import { calendar, daysOf } from "../../../cli/show/calendar";
import { anOutlook, aToken, utc } from "../an-outlook";

const ics = calendar(daysOf(anOutlook()), utc("2026-05-11"));
/** RFC 5545 folds lines at 75 octets. */
const lines = ics.replace(/\r\n[ \t]/g, "").split("\r\n");

test("the due day and the expiry day are events of a whole day", () => {
  expect(lines.filter((line) => line.startsWith("DTSTART"))).toEqual([
    "DTSTART;VALUE=DATE:20270101",
    "DTSTART;VALUE=DATE:20270131",
  ]);
  expect(lines.filter((line) => line.startsWith("DTEND"))).toEqual([
    "DTEND;VALUE=DATE:20270102",
    "DTEND;VALUE=DATE:20270201",
  ]);
});

test("a calendar reminds at nine in the morning, 14 days and a day before due, 60, 30, 14, 7 and 1 before expiry", () => {
  expect(lines.filter((line) => line.startsWith("TRIGGER"))).toEqual(
    [13, 0, 59, 29, 13, 6, 0].map((days) => `TRIGGER:-P${days === 0 ? "" : `${days}D`}T15H`),
  );
});

test("a later token's file moves the events: ids stay, the sequence rises", () => {
  const idsAndSequences = (text: string) => text.match(/^(UID|SEQUENCE):.*$/gm);
  const later = anOutlook({ token: aToken({ generation: 3, expiresAt: utc("2028-01-31") }) });
  expect(idsAndSequences(ics)).toEqual([
    "UID:due.acme@cdktf-druva-scim",
    "SEQUENCE:2",
    "UID:expires.acme@cdktf-druva-scim",
    "SEQUENCE:2",
  ]);
  expect(idsAndSequences(calendar(daysOf(later), utc("2027-02-01")))?.slice(0, 2)).toEqual([
    "UID:due.acme@cdktf-druva-scim",
    "SEQUENCE:3",
  ]);
});

test("a token whose age is unknown has no days", () => {
  const unknown = aToken({ issuedAt: null, expiresAt: null, rotateAt: null });
  expect(daysOf(anOutlook({ token: unknown }))).toEqual([]);
});
