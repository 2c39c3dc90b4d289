import * as fc from "fast-check";
import { load } from "cheerio";

import { statusPage } from "../../../../cli/show/page/page";
import { aBinding, aSituation, aToken } from "../../situations";

test("the page loads nothing, runs nothing and says so to the browser", () => {
  const page = load(statusPage([aSituation()]));
  expect(page("script, link, img, iframe, object, form, [src], [style]")).toHaveLength(0);
  expect(page("meta[http-equiv=Content-Security-Policy]").attr("content")).toBe(
    "default-src 'none'; style-src 'unsafe-inline'",
  );
});

test("whatever a name or an evidence holds is shown as text", () => {
  const tagsOf = (text: string) => {
    const page = load(text);
    return page("*")
      .toArray()
      .map(
        (each) =>
          `${page(each).prop("tagName") ?? ""} ${Object.keys(page(each).attr() ?? {}).join()}`,
      );
  };
  const plain = tagsOf(
    statusPage([
      aSituation({ bindings: [aBinding({ name: "x", evidence: "x", problem: "x", todo: "x" })] }),
    ]),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom("<script>", '"><b onclick="', "'&lt;", "</style>")),
      (text) => {
        const binding = aBinding({ name: text, evidence: text, problem: text, todo: text });
        const html = statusPage([aSituation({ bindings: [binding] })]);
        expect(tagsOf(html)).toEqual(plain);
      },
    ),
  );
});

test("every id is there once, and every link leads to one", () => {
  const bindings = [
    aBinding({ status: "rejected", problem: "it holds a token that does not work" }),
    aBinding({ key: "okta/0oaTwo", id: "0oaTwo" }),
  ];
  const page = load(
    statusPage([aSituation({ bindings }), aSituation({ tenant: "emea", bindings })]),
  );
  const ids = page("[id]")
    .toArray()
    .map(({ attribs }) => attribs["id"]);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = page("a")
    .toArray()
    .map(({ attribs }) => attribs["href"]?.slice(1));
  expect(targets).toHaveLength(2);
  expect(ids).toEqual(expect.arrayContaining(targets));
});

test("what needs a person comes first", () => {
  const bindings = [
    aBinding({ name: "Fine" }),
    aBinding({ key: "okta/0oaTwo", id: "0oaTwo", name: "Dead", status: "rejected" }),
  ];
  const page = load(statusPage([aSituation({ bindings })]));
  const names = page("h4")
    .toArray()
    .map((element) => page(element).text());
  expect(names).toEqual(["Dead", "Fine"]);
});

test("a binding shows how it stands, its evidence, when it was proven and what to do", () => {
  const binding = aBinding({
    status: "rejected",
    evidence: "its provisioning connection is DISABLED",
    problem: "it holds a token that does not work",
    todo: "Deploy",
  });
  const card = load(statusPage([aSituation({ bindings: [binding] })]))(".card").text();
  expect(card).toContain("rejected");
  expect(card).toContain("its provisioning connection is DISABLED");
  expect(card).toContain("It holds a token that does not work");
  expect(card).toMatch(/To do:\s*Deploy/);
  expect(card).toContain("2026-01-31 00:00 UTC");
});

/** Where a label's or a zone's x is, in percent. */
function placesOf(html: string) {
  const page = load(html);
  const x = (selector: string) =>
    Number.parseFloat(page(selector).attr("x") ?? page(selector).attr("x1") ?? "");
  return {
    earlier: page(".zone.earlier").length,
    due: x(".zone.due"),
    today: x("line.today"),
    valid: x(".zone.valid"),
    gaps: page("rect.gap").length,
    texts: page(".timeline text")
      .toArray()
      .map((element) => page(element).text()),
  };
}

test("the timeline puts due and today where they are in the token's life", () => {
  const { due, today, valid } = placesOf(
    statusPage([aSituation({ token: aToken({ pastFingerprints: [] }), lastGap: null })]),
  );
  expect(valid).toBe(0);
  expect(due).toBeCloseTo((335 / 365) * 100, 1);
  expect(today).toBeCloseTo((100 / 365) * 100, 1);
});

test("the tokens before and the gap between are in the timeline", () => {
  const { earlier, gaps, valid } = placesOf(
    statusPage([
      aSituation({ token: aToken({ pastFingerprints: ["aaaaaaaaaaaa", "bbbbbbbbbbbb"] }) }),
    ]),
  );
  expect({ earlier, gaps }).toEqual({ earlier: 2, gaps: 1 });
  expect(valid).toBeGreaterThan(0);
});

test("of a token whose age is unknown no day is drawn", () => {
  const unknown = aToken({
    issuedAt: null,
    expiresAt: null,
    rotateAt: null,
    daysLeft: null,
    ageDays: null,
  });
  const { texts } = placesOf(statusPage([aSituation({ token: unknown })]));
  expect(texts.join(" ")).toContain("age unknown");
  expect(texts.join(" ")).not.toMatch(/\d{4}-\d{2}-\d{2}/);
});
