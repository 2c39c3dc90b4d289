/**
 * Makes docs/images/status.png: the page of `druva-scim status --html`, as a real Chromium shows it,
 * of a tenant on the sandbox. It was rotated once and 100 days have gone by since; somebody has put
 * the old token back into one Entra application. Needs `npm run build` before.
 */
import chromium from "@sparticuz/chromium";
import { execa } from "execa";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = createRequire(join(root, "dist", "main.js"));
const { startSandbox } = built("./sandbox/sandbox.js");
const { newTokenInDruva } = built("./sandbox/people.js");
const { environmentOf } = built("./tour/surroundings.js");
const { Workplace } = built("./tour/workplace.js");

const SALES = "entra/00000000-0000-0000-0000-0000000000ab";
const PICTURE = join(root, "docs", "images", "status.png");
const LARGEST_BYTES = 200_000;

const sandbox = await startSandbox({ waitScale: 0 });
try {
  const { control } = sandbox;
  const environment = environmentOf(process.env, sandbox.environment);
  const folder = join(sandbox.directory, "repository");
  const workplace = await Workplace.create(folder, environment, sandbox.lockFile);
  const today = async () => (await control.clock.now()).toISOString().slice(0, 10);
  const configure = (path, value) =>
    workplace.configure((config) => config.setIn(["tenants", "acme", ...path], value));
  const deploy = async (token) => {
    const { exitCode, output } = await workplace.deploy(token);
    if (exitCode !== 0) throw new Error(output);
  };

  const first = await newTokenInDruva(sandbox);
  await configure(["issuedOn"], await today());
  await deploy(first);
  await control.clock.advance({ days: 336 });
  const date = await today();
  await configure(["rotationRequest"], { generation: 2, reason: "it is due", date });
  await deploy(await newTokenInDruva(sandbox));
  await control.clock.advance({ days: 100 });
  await control.hold(SALES, first);

  const page = join(folder, "status.html");
  await execa(process.execPath, [join(root, "dist/cli/main.js"), "status", "--html", page], {
    cwd: folder,
    env: environment,
    extendEnv: false,
  });
  await photograph(readFileSync(page, "utf8"));
  console.log(`Wrote ${PICTURE}, ${statSync(PICTURE).size} bytes`);
} finally {
  await sandbox.stop();
}

async function photograph(html) {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    // Letters that are drawn alike everywhere make a smaller file.
    args: [
      ...chromium.args,
      "--disable-lcd-text",
      "--disable-font-subpixel-positioning",
      "--font-render-hinting=full",
    ],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1000, height: 600 },
      colorScheme: "light",
      javaScriptEnabled: false,
    });
    await page.setContent(html);
    mkdirSync(dirname(PICTURE), { recursive: true });
    const { y } = await page.locator("footer").boundingBox(); // the words below it are in the docs
    const clip = { x: 0, y: 0, width: 1000, height: Math.floor(y) - 16 };
    await page.screenshot({ path: PICTURE, fullPage: true, clip });
    const { size } = statSync(PICTURE);
    if (size > LARGEST_BYTES) throw new Error(`The picture has ${size} bytes: make it smaller.`);
  } finally {
    await browser.close();
  }
}
