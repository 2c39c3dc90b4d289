import * as fc from "fast-check";
import { load } from "cheerio";

import { statusPage } from "../../../../cli/show/page/page";
import { aBinding, anOutlook, aToken } from "../../an-outlook";

test("the page loads nothing, runs nothing and says so to the browser", () => {
  const page = load(statusPage([anOutlook()]));
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
      anOutlook({
        bindings: [aBinding({ status: "waiting", name: "x", evidence: "x", notes: ["x"] })],
      }),
    ]),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom("<script>", '"><b onclick="', "'&lt;", "</style>")),
      (text) => {
        const binding = aBinding({
          status: "waiting",
          name: text,
          evidence: text,
          notes: [`Do ${text}`],
        });
        const html = statusPage([anOutlook({ bindings: [binding] })]);
        expect(tagsOf(html)).toEqual(plain);
      },
    ),
  );
});

test("every id is there once, and every link leads to one", () => {
  const bindings = [
    aBinding({ status: "rejected" }),
    aBinding({ key: "okta/0oaTwo", id: "0oaTwo" }),
  ];
  const page = load(statusPage([anOutlook({ bindings }), anOutlook({ tenant: "emea", bindings })]));
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
  const page = load(statusPage([anOutlook({ bindings })]));
  const names = page("h4")
    .toArray()
    .map((element) => page(element).text());
  expect(names).toEqual(["Dead", "Fine"]);
});

test("a binding shows how it stands, its evidence, when it was proven and what to do", () => {
  const binding = aBinding({
    status: "rejected",
    evidence: "its provisioning connection is DISABLED",
  });
  const card = load(statusPage([anOutlook({ bindings: [binding] })]))(".card").text();
  expect(card).toContain("rejected");
  expect(card).toContain("its provisioning connection is DISABLED");
  expect(card).toContain("It holds a token that does not work");
  expect(card).toMatch(/To do:\s*Deploy/);
  expect(card).toContain("2026-01-31 00:00 UTC");
});

test("a tenant that is broken is not summed up as good, whatever its bindings", () => {
  const outlook = anOutlook({ token: aToken({ status: "rejected" }) });
  const page = load(statusPage([outlook]));
  expect(page(".summary").attr("class")).toBe("summary bad");
  expect(page(".summary li a").attr("href")).toBe("#tenant-1");
});

test("each finding is named for what it is about", () => {
  const error = { code: null, summary: "No network", detail: "", todo: null };
  const outlook = anOutlook({
    token: aToken({ status: "rejected" }),
    bindings: [aBinding({ name: "Dead", status: "rejected" })],
    others: [{ address: "terraform_data.mine", actions: ["update"] }],
    errors: [error],
  });
  const page = load(statusPage([outlook]));
  const named = page(".summary li a")
    .toArray()
    .map((element) => page(element).text());
  expect(named).toEqual(["the token", "Dead", "terraform_data.mine", "the plan"]);
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
    statusPage([anOutlook({ token: aToken({ pastFingerprints: [] }), lastGap: null })]),
  );
  expect(valid).toBe(0);
  expect(due).toBeCloseTo((335 / 365) * 100, 1);
  expect(today).toBeCloseTo((100 / 365) * 100, 1);
});

test("the tokens before and the gap between are in the timeline", () => {
  const { earlier, gaps, valid } = placesOf(
    statusPage([
      anOutlook({ token: aToken({ pastFingerprints: ["aaaaaaaaaaaa", "bbbbbbbbbbbb"] }) }),
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
  const { texts } = placesOf(statusPage([anOutlook({ token: unknown })]));
  expect(texts.join(" ")).toContain("age unknown");
  expect(texts.join(" ")).not.toMatch(/\d{4}-\d{2}-\d{2}/);
});
