/** Pull requests: listed by their branch, and opened. */
import type { FastifyInstance } from "fastify";
import { type Issue, makeIssue } from "./issues";
import { refused, REPOSITORY } from "./stand-in";

export interface Pull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  state: "open" | "closed";
}

interface Written {
  readonly head?: string;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
}

export function pullRequestRoutes(
  server: FastifyInstance,
  { pulls, issues }: { readonly pulls: Pull[]; readonly issues: Issue[] },
): void {
  const base = `/repos/${REPOSITORY}/pulls`;

  server.get(base, async ({ query }) => {
    const { head, state = "open" } = query as { head?: string; state?: string };
    const branch = head?.split(":")[1];
    return pulls
      .filter((each) => branch === undefined || each.head === branch)
      .filter((each) => state === "all" || each.state === state)
      .map(shown);
  });

  server.post<{ Body: Written }>(base, async ({ body }, reply) => {
    const { head = "", base: target = "", title = "", body: text = "" } = body;
    if (pulls.some((each) => each.head === head && each.state === "open")) {
      const errors = [{ message: `A pull request already exists for acme:${head}.` }];
      return reply.code(422).send({ message: "Validation Failed", errors });
    }
    if (target === "") return refused(reply, 422, "Validation Failed");
    const { number } = makeIssue(issues, { title, body: text }, true);
    const pull: Pull = { number, head, base: target, title, body: text, state: "open" };
    pulls.push(pull);
    return reply.code(201).send(shown(pull));
  });
}

function shown({ head, base, ...pull }: Pull) {
  return {
    ...pull,
    head: { ref: head },
    base: { ref: base },
    html_url: `https://github.example/${REPOSITORY}/pull/${pull.number}`,
  };
}
