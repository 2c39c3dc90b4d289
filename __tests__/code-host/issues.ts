/** Issues and comments. A pull request is an issue too, as on GitHub: its comments are an issue's. */
import type { FastifyInstance } from "fastify";
import { paged, refused, REPOSITORY } from "./stand-in";

export interface Author {
  readonly login: string;
  readonly type: "Bot" | "User";
}

export interface Comment {
  readonly id: number;
  readonly user: Author;
  body: string;
}

export interface Issue {
  readonly number: number;
  readonly isPullRequest: boolean;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
  readonly comments: Comment[];
}

export interface IssueState {
  readonly issues: Issue[];
  readonly self: Author;
  readonly url: string;
}

interface Written {
  title?: string;
  body?: string;
  state?: "open" | "closed";
  labels?: string[];
}

export function issueRoutes(server: FastifyInstance, state: IssueState): void {
  const base = `/repos/${REPOSITORY}/issues`;
  let lastId = 1000;

  server.get(base, async (request, reply) => {
    const query = request.query as Record<string, string | undefined>;
    const wanted = query["labels"]?.split(",") ?? [];
    const found = state.issues.filter(
      (each) =>
        each.state === (query["state"] ?? "open") &&
        wanted.every((label) => each.labels.includes(label)),
    );
    return paged(request, reply, state.url, found.map(shown));
  });

  server.post<{ Body: Written }>(base, async ({ body }, reply) => {
    if (!body.title || tooLong(body)) return refused(reply, 422, "Validation Failed");
    const issue = makeIssue(state.issues, body);
    return reply.code(201).send(shown(issue));
  });

  server.patch<{ Params: { number: string }; Body: Written }>(
    `${base}/:number`,
    async ({ params, body }, reply) => {
      const issue = find(params.number);
      if (issue === undefined) return refused(reply, 404, "Not Found");
      if (tooLong(body)) return refused(reply, 422, "Validation Failed");
      Object.assign(issue, body);
      return shown(issue);
    },
  );

  server.get<{ Params: { number: string } }>(`${base}/:number/comments`, async (request, reply) => {
    const issue = find(request.params.number);
    if (issue === undefined) return refused(reply, 404, "Not Found");
    return paged(request, reply, state.url, issue.comments.map(shownComment));
  });

  server.post<{ Params: { number: string }; Body: { body: string } }>(
    `${base}/:number/comments`,
    async ({ params, body }, reply) => {
      const issue = find(params.number);
      if (issue === undefined) return refused(reply, 404, "Not Found");
      const comment = { id: ++lastId, user: state.self, body: body.body };
      issue.comments.push(comment);
      return reply.code(201).send(shownComment(comment));
    },
  );

  server.patch<{ Params: { id: string }; Body: { body: string } }>(
    `${base}/comments/:id`,
    async ({ params, body }, reply) => {
      const comment = state.issues
        .flatMap(({ comments }) => comments)
        .find(({ id }) => id === Number(params.id));
      if (comment === undefined) return refused(reply, 404, "Not Found");
      comment.body = body.body;
      return shownComment(comment);
    },
  );

  function find(number: string): Issue | undefined {
    return state.issues.find((each) => each.number === Number(number));
  }
}

function tooLong({ title = "", body = "" }: Written): boolean {
  return title.length > 256 || body.length > 65_536;
}

export function makeIssue(
  issues: Issue[],
  { title = "", body = "", labels = [] }: Written,
  isPullRequest = false,
): Issue {
  const number = issues.length + 1;
  const issue = {
    number,
    isPullRequest,
    title,
    body,
    state: "open" as const,
    labels,
    comments: [],
  };
  issues.push(issue);
  return issue;
}

function shown({ number, title, body, state, isPullRequest, labels }: Issue) {
  return {
    ...{ number, title, body, state },
    html_url: `https://github.example/${REPOSITORY}/issues/${number}`,
    labels: labels.map((name) => ({ name })),
    ...(isPullRequest ? { pull_request: {} } : {}),
  };
}

function shownComment(comment: Comment) {
  return {
    ...comment,
    html_url: `https://github.example/${REPOSITORY}/issues/comments/${comment.id}`,
  };
}
