/** A real PostgreSQL on loopback, for Terraform's backend "pg". */
import { execa } from "execa";
import { join } from "node:path";

export interface Postgres {
  /** What PG_CONN_STR takes. */
  readonly connection: string;
  /** How many states it holds for a stack, in a schema of its own. */
  states(stack: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const server = execa("node", [join(__dirname, "postgres-server.mjs")], {
    stdin: "pipe",
    buffer: false,
    reject: false,
  });
  const lines = server.iterable()[Symbol.asyncIterator]();
  const nextLine = async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error("PostgreSQL has ended.");
    return line.value;
  };
  const connection = await nextLine();
  return {
    connection,
    async states(stack) {
      server.stdin.write(`select 1 from "${stack}".states where length(data) > 0\n`);
      return (JSON.parse(await nextLine()) as unknown[]).length;
    },
    async stop() {
      server.stdin.end();
      await server;
    },
  };
}
