/** What people read in the installed package leads only to what is in the package. */
import { execFileSync } from "node:child_process";
import { dirname, join, normalize } from "node:path";
import { z } from "zod";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { linksOf } from "./blocks";

const packing = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]);

test("every link in the packed documents leads to a file or folder that is packed", () => {
  // Nothing is built for it: dist/ is as the other tests use it.
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const printed = execFileSync("npm", args, {
    cwd: PACKAGE_ROOT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const paths = packing.parse(JSON.parse(printed.toString()))[0].files.map(({ path }) => path);
  const isPacked = (target: string) =>
    paths.some((path) => path === target || path.startsWith(`${target}/`));

  const documents = paths.filter((path) => path.endsWith(".md"));
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/get-started.md"]));
  const dead = documents.flatMap((document) =>
    linksOf(document)
      .filter((link) => !link.startsWith("#"))
      .filter((link) => !isPacked(normalize(join(dirname(document), link.split("#")[0] ?? ""))))
      .map((link) => `${document}: ${link}`),
  );
  expect(dead).toEqual([]);
});
