import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

test("the protocol's messages are what buf makes of the .proto files: else run `npm run generate`", () => {
  const folder = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    const bin = join(root, "node_modules/.bin");
    execFileSync(join(bin, "buf"), ["generate", "-o", folder], {
      cwd: join(root, "provider/protocol"),
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    });
    expect(contents(join(folder, "generated"))).toEqual(
      contents(join(root, "provider/protocol/generated")),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
