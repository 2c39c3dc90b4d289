import fc from "fast-check";
import { Host, type HostOptions, Throttled } from "../../../provider/clients/host";
import type { Answer } from "../../../provider/clients/http";
import { HandTimers, until } from "./hand-timers";

const never = new AbortController().signal;
const ok: Answer = { status: 200, headers: {}, body: "the body" };
const throttled = (seconds: number): Answer => ({
  status: 429,
  headers: { "retry-after": String(seconds) },
  body: "quotes the other request",
});
const answers = (answer: Answer) => async () => answer;
const unreachable = (message: string) => async (): Promise<Answer> => {
  throw new Error(message);
};
const unsendable = async (): Promise<Answer> => {
  throw new TypeError("Invalid URL");
};

function aHost(options: HostOptions = {}) {
  const timers = new HandTimers();
  const host = new Host({ timers, downForMs: 60_000, longestWaitMs: 60_000, ...options });
  const ask = (attempt: () => Promise<Answer>, signal = never) =>
    host.ask(attempt, AbortSignal.any([signal, host.stopped]));
  return { timers, host, ask };
}

async function aDownHost() {
  const made = aHost();
  for (const message of ["first", "second", "third"]) {
    await expect(made.ask(unreachable(message))).rejects.toThrow(message);
  }
  return made;
}

/** An attempt that ends when the test says so. */
function held() {
  let answer: (answer: Answer) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<Answer>((resolve, reject) => ([answer, fail] = [resolve, reject]));
  return { attempt: () => promise, answer, fail };
}

describe("requests in flight", () => {
  const anyRequest = fc.constantFrom("answered", "unsendable", "aborted early", "aborted late");

  test("are never more than the limit, start in order, and leave no turn behind, whatever happens", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 4 }),
        fc.array(anyRequest, { maxLength: 20 }),
        async (scheduler, inFlight, requests) => {
          const { ask } = aHost({ inFlight });
          const started: number[] = [];
          let now = 0;
          let most = 0;
          const send = async (request: string, index: number) => {
            const controller = new AbortController();
            if (request === "aborted early") {
              void scheduler.schedule(Promise.resolve(), "abort").then(() => controller.abort());
            }
            return ask(async () => {
              started.push(index);
              most = Math.max(most, (now += 1));
              await scheduler.schedule(Promise.resolve(), `attempt ${index}`);
              now -= 1;
              if (request === "unsendable") throw new TypeError("Invalid URL");
              if (request === "aborted late") controller.abort();
              controller.signal.throwIfAborted();
              return ok;
            }, controller.signal);
          };
          const sent = Promise.allSettled(requests.map(send));
          await scheduler.waitFor(sent);

          expect(most).toBeLessThanOrEqual(inFlight);
          expect(started).toEqual(started.toSorted((a, b) => a - b));
          const isAnswered = (await sent).map(({ status }) => status === "fulfilled");
          requests.forEach((request, index) => {
            if (request !== "aborted early") expect(isAnswered[index]).toBe(request === "answered");
          });

          const afterwards = Array.from({ length: inFlight }, () => held());
          let begun = 0;
          const all = afterwards.map(({ attempt }) => ask(() => ((begun += 1), attempt())));
          await new Promise(setImmediate);
          expect(begun).toBe(inFlight);
          for (const { answer } of afterwards) answer(ok);
          await Promise.all(all);
        },
      ),
    );
  });

  test("use the limit: as many as may are in flight", async () => {
    const { ask } = aHost({ inFlight: 3 });
    const attempts = Array.from({ length: 5 }, () => held());
    let begun = 0;
    const all = attempts.map(({ attempt }) => ask(() => ((begun += 1), attempt())));
    await new Promise(setImmediate);
    expect(begun).toBe(3);
    for (const { answer } of attempts) answer(ok);
    await Promise.all(all);
    expect(begun).toBe(5);
  });
});

describe("a host that is down", () => {
  const anyTry = fc.constantFrom("answer", "no answer", "aborted", "unsendable");

  test("is one with three tries in a row without an answer; an aborted one counts for nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTry), async (tries) => {
        const { host, ask } = aHost();
        let silent = 0;
        for (const each of tries) {
          const controller = new AbortController();
          const attempt = {
            answer: answers({ ...ok, status: 500 }),
            "no answer": unreachable("ECONNREFUSED"),
            aborted: async () => {
              controller.abort(new Error("Terraform stops"));
              return unreachable("aborted")();
            },
            unsendable,
          }[each];
          await ask(attempt, controller.signal).catch(() => {});
          if (each === "answer") silent = 0;
          if (each === "no answer") silent += 1;
          expect(host.refuses).toBe(silent === 3);
          if (silent === 3) return;
        }
      }),
    );
  });

  test("is not asked: everybody gets the third try's error", async () => {
    const { ask } = await aDownHost();
    const attempt = jest.fn(answers(ok));
    await expect(ask(attempt)).rejects.toThrow("third");
    expect(attempt).not.toHaveBeenCalled();
  });

  test("tells those who wait for their turn, too, and those under way that get no answer", async () => {
    const { ask } = aHost({ inFlight: 4 });
    const attempts = Array.from({ length: 4 }, () => held());
    const attempt = jest.fn(answers(ok));
    const all = Promise.allSettled([
      ...attempts.map((each) => ask(each.attempt)),
      ...Array.from({ length: 100 }, () => ask(attempt)),
    ]);
    await new Promise(setImmediate);
    attempts.forEach(({ fail }, index) => fail(new Error(`try ${index}`)));
    const errors = (await all).map((each) => each.status === "rejected" && String(each.reason));
    expect(errors.slice(0, 2)).toEqual(["Error: try 0", "Error: try 1"]);
    expect(new Set(errors.slice(2))).toEqual(new Set(["Error: try 2"]));
  });

  test("is asked again by one request when its time has passed; the others fail until that is back", async () => {
    const { timers, ask } = await aDownHost();
    timers.advance(59_999);
    await expect(ask(answers(ok))).rejects.toThrow("third");
    timers.advance(1);
    const trial = held();
    const trying = ask(trial.attempt);
    timers.advance(600_000);
    await expect(ask(answers(ok))).rejects.toThrow("third");
    trial.answer({ ...ok, status: 503 });
    expect((await trying).status).toBe(503);
    expect(await ask(answers(ok))).toEqual(ok);
  });

  test("stays down when that request gets no answer either, with its error", async () => {
    const { timers, ask } = await aDownHost();
    timers.advance(60_000);
    await expect(ask(unreachable("fourth"))).rejects.toThrow("fourth");
    await expect(ask(answers(ok))).rejects.toThrow("fourth");
    timers.advance(60_000);
    expect(await ask(answers(ok))).toEqual(ok);
  });

  test("is asked by the next request when that one was aborted", async () => {
    const { timers, ask } = await aDownHost();
    timers.advance(60_000);
    const controller = new AbortController();
    const trial = held();
    const trying = ask(trial.attempt, controller.signal);
    await new Promise(setImmediate);
    controller.abort();
    trial.fail(new Error("aborted"));
    await expect(trying).rejects.toThrow();
    expect(await ask(answers(ok))).toEqual(ok);
  });

  test("is up again when one that was under way gets its answer", async () => {
    const { ask } = aHost();
    const slow = held();
    const answered = ask(slow.attempt);
    for (const message of ["first", "second", "refused"]) {
      await expect(ask(unreachable(message))).rejects.toThrow(message);
    }
    await expect(ask(answers(ok))).rejects.toThrow("refused");
    slow.answer(ok);
    expect(await answered).toEqual(ok);
    expect(await ask(answers(ok))).toEqual(ok);
  });
});

describe("a wait that the host asks for", () => {
  test("is waited for by all", async () => {
    const { timers, ask } = aHost();
    await ask(answers(throttled(30)));
    const attempt = jest.fn(answers(ok));
    const all = Array.from({ length: 20 }, () => ask(attempt));
    await until(() => timers.asleepMs.length > 0);
    timers.advance(29_999);
    await new Promise(setImmediate);
    expect(attempt).not.toHaveBeenCalled();
    timers.advance(1);
    await Promise.all(all);
    expect(attempt).toHaveBeenCalledTimes(20);
  });

  test("does not get shorter by another answer", async () => {
    const { timers, ask } = aHost();
    const [long, short, none] = [held(), held(), held()];
    const all = [long, short, none].map(({ attempt }) => ask(attempt));
    long.answer(throttled(30));
    short.answer(throttled(5));
    none.answer(ok);
    await Promise.all(all);
    const waiting = ask(answers(ok));
    await until(() => timers.asleepMs.length > 0);
    expect(timers.asleepMs).toEqual([30_000]);
    timers.advance(30_000);
    await waiting;
  });

  test("gets longer for those who wait already, if one under way is told so", async () => {
    const { timers, ask } = aHost();
    const slow = held();
    const slowly = ask(slow.attempt);
    await ask(answers(throttled(5)));
    const attempt = jest.fn(answers(ok));
    const waiting = ask(attempt);
    await until(() => timers.asleepMs.length > 0);
    slow.answer(throttled(30));
    await slowly;
    timers.advance(5_000);
    await until(() => timers.asleepMs.length > 0);
    expect(timers.asleepMs).toEqual([25_000]);
    expect(attempt).not.toHaveBeenCalled();
    timers.advance(25_000);
    await waiting;
  });

  test("ends when the caller aborts, and the turn goes to the next", async () => {
    const { timers, ask } = aHost({ inFlight: 1 });
    await ask(answers(throttled(30)));
    const controller = new AbortController();
    const aborted = ask(answers(ok), controller.signal);
    const next = ask(answers(ok));
    await until(() => timers.asleepMs.length > 0);
    controller.abort(new Error("Terraform stops"));
    await expect(aborted).rejects.toThrow("Terraform stops");
    await until(() => timers.asleepMs.length > 0);
    timers.advance(30_000);
    expect(await next).toEqual(ok);
  });

  test("and is too long ends all waiting; its status and headers are told, its body is another's", async () => {
    const { timers, host, ask } = aHost({ inFlight: 2 });
    const slow = held();
    const slowly = ask(slow.attempt);
    await ask(answers(throttled(30)));
    const waiting = [ask(answers(ok)), ask(answers(ok))];
    const ends = Promise.allSettled(waiting);
    await until(() => timers.asleepMs.length > 0);
    slow.answer(throttled(3600));
    expect((await slowly).body).toBe("quotes the other request");
    for (const end of [...(await ends), ...(await Promise.allSettled([ask(answers(ok))]))]) {
      const reason: unknown = end.status === "rejected" && end.reason;
      expect(reason).toBeInstanceOf(Throttled);
      expect(reason).toMatchObject({ answer: { ...throttled(3600), body: "" } });
    }
    expect(host.refuses).toBe(true);
  });

  test("and is too long is waited for once little enough of it is left", async () => {
    const { timers, ask } = aHost();
    await ask(answers(throttled(3600)));
    timers.advance(3_540_000);
    const waiting = ask(answers(ok));
    await until(() => timers.asleepMs.length > 0);
    expect(timers.asleepMs).toEqual([60_000]);
    timers.advance(60_000);
    expect(await waiting).toEqual(ok);
  });

  test.each([200, 202, 301, 404])("means nothing in a %i", async (status) => {
    const { host, ask } = aHost();
    await ask(answers({ ...throttled(3600), status }));
    expect(host.refuses).toBe(false);
  });
});

test.each([
  "ENOTFOUND",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])("after %s nobody asks again for a while: it would fail again", async (code) => {
  const { ask, host } = aHost();
  const error = new Error("fetch failed", { cause: Object.assign(new Error(code), { code }) });
  const failing = jest.fn(async () => Promise.reject(error));
  await expect(ask(failing)).rejects.toBe(error);
  expect(host.refuses).toBe(true);
  await expect(ask(failing)).rejects.toBe(error);
  expect(failing).toHaveBeenCalledTimes(1);
});
