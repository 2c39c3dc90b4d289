/** A real PostgreSQL on loopback, for Terraform's backend "pg". */
import { execa } from "execa";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../tour/workplace";

export interface Postgres {
  /** What PG_CONN_STR takes. */
  readonly connection: string;
  /** How many states it holds for a stack, in a schema of its own. */
  states(stack: string): Promise<number>;
  /** The rows that a query gives. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const program = join(PACKAGE_ROOT, "__tests__", "workflows", "postgres-server.mjs");
  const server = execa("node", [program], {
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
  const query: Postgres["query"] = async (text) => {
    server.stdin.write(`${text}\n`);
    return JSON.parse(await nextLine()) as Readonly<Record<string, unknown>>[];
  };
  return {
    connection,
    query,
    states: async (stack) =>
      (await query(`select 1 from "${stack}".states where length(data) > 0`)).length,
    async stop() {
      server.stdin.end();
      await server;
    },
  };
}
