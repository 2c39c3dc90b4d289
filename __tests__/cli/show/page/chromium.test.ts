/** The page in a real browser: nothing to complain about for axe-core, nothing wider than the screen. */
import type { AxeResults } from "axe-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator, Page } from "playwright-core";

import { statusPage } from "../../../../cli/show/page/page";
import { aBinding, anOutlook, aToken, utc } from "../../an-outlook";
import { startBrowser } from "./browser";

const axeSource = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

const html = statusPage([
  anOutlook({
    token: aToken({
      status: "due",
      daysLeft: 20,
      ageDays: 345,
      pastFingerprints: ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"],
    }),
    takenAt: utc("2027-01-11"),
    bindings: [
      aBinding(),
      aBinding({
        key: "entra/00000000-0000-0000-0000-0000000000aa",
        kind: "entra",
        id: "00000000-0000-0000-0000-0000000000aa",
        name: "An application with a name that is long enough for two lines on a phone",
        status: "rejected",
      }),
      aBinding({
        key: "okta/0oaTwo",
        id: "0oaTwo",
        status: "waiting",
      }),
      aBinding({
        key: "okta/0oaThree",
        id: "0oaThree",
        status: "unknown",
      }),
      aBinding({ key: "okta/0oaFour", id: "0oaFour", status: "unproven" }),
    ],
    unmanaged: [{ kind: "okta", id: "0oaFive", name: "Five" }],
    warnings: [{ code: null, summary: "Something was not checked", detail: "Look by hand" }],
  }),
  anOutlook({
    tenant: "emea",
    token: aToken({ status: "rejected", pastFingerprints: [] }),
    takenAt: utc("2026-01-31"), // today is at the very beginning
  }),
  anOutlook({
    tenant: "latam",
    token: aToken({ status: "expired", daysLeft: -40, pastFingerprints: [] }),
    takenAt: utc("2027-03-12"), // today is at the very end, past the expiry
  }),
  anOutlook({
    tenant: "apac",
    token: aToken({
      issuedAt: null,
      rotateAt: null,
      expiresAt: null,
      daysLeft: null,
      ageDays: null,
    }),
  }),
]);

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const VIEWS = [
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
] as const;

async function open(
  { width, colorScheme }: (typeof VIEWS)[number],
  javaScript = true,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    javaScriptEnabled: javaScript,
    offline: true,
    bypassCSP: true, // for axe-core, which is put into the page
  });
  const page = await context.newPage();
  await page.setContent(html);
  return page;
}

test.each(VIEWS)("axe-core finds nothing at $width px in $colorScheme", async (view) => {
  const page = await open(view);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});

test.each(VIEWS)("nothing is wider than the screen at $width px in $colorScheme", async (view) => {
  const page = await open(view);
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  expect(width).toBeLessThanOrEqual(view.width);
});

test("light and dark differ", async () => {
  const ground = async (view: (typeof VIEWS)[number]) =>
    (await open(view)).evaluate<string>("getComputedStyle(document.body).backgroundColor");
  expect(await ground(VIEWS[0])).not.toBe(await ground(VIEWS[1]));
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Label {
  readonly text: string | null;
  readonly box: Box;
}

interface Timeline {
  readonly frame: Box;
  readonly labels: readonly Label[];
}

async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not shown");
  return box;
}

async function timelinesOnPhone(): Promise<Timeline[]> {
  const page = await open(VIEWS[0]);
  return Promise.all(
    (await page.locator(".timeline").all()).map(async (timeline) => {
      const texts = await timeline.locator("text").all();
      return {
        frame: await boxOf(timeline),
        labels: await Promise.all(
          texts.map(async (text) => ({ text: await text.textContent(), box: await boxOf(text) })),
        ),
      };
    }),
  );
}

test("no label leaves its timeline on a phone", async () => {
  const outside = (await timelinesOnPhone()).flatMap(({ frame, labels }) =>
    labels.filter(
      ({ box }) => box.x < frame.x - 1 || box.x + box.width > frame.x + frame.width + 1,
    ),
  );
  expect(outside).toEqual([]);
});

test("no two labels of a timeline cover each other on a phone", async () => {
  const areApart = ({ box: a }: Label, { box: b }: Label) =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  const covered = (await timelinesOnPhone()).flatMap(({ labels }) =>
    labels.flatMap((one, index) =>
      labels
        .slice(index + 1)
        .filter((other) => !areApart(one, other))
        .map((other) => `${one.text} / ${other.text}`),
    ),
  );
  expect(covered).toEqual([]);
});

test("without JavaScript everything is there", async () => {
  const page = await open(VIEWS[0], false);
  await expect(page.locator("h2", { hasText: "emea" }).isVisible()).resolves.toBe(true);
  const scripted = await open(VIEWS[0]);
  const cards = await scripted.locator(".card").count();
  expect(cards).toBeGreaterThan(0);
  await expect(page.locator(".card").count()).resolves.toBe(cards);
});
