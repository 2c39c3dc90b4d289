/** Faults that wait for requests: what happens is one thing, to how many of them another. */
import type { Fault, FaultRequest, SandboxHost } from "./control/types";
import { pathMatches, pathOf } from "./paths";

interface Waiting {
  readonly id: string;
  readonly request: FaultRequest;
  /** Requests that matched, those that were let pass included. */
  matched: number;
  /** Lets go what waits for `delayMs`. */
  readonly cleared: AbortController;
}

/** A fault as a request meets it. */
export interface MetFault extends Fault {
  /** Aborted when it is taken away. */
  readonly cleared?: AbortSignal;
}

export class Faults {
  #waiting: Waiting[] = [];
  #added = 0;

  add(request: FaultRequest): Fault {
    const waiting = {
      id: `fault-${++this.#added}`,
      request,
      matched: 0,
      cleared: new AbortController(),
    };
    this.#waiting.push(waiting);
    return view(waiting);
  }

  list(): readonly Fault[] {
    return this.#waiting.map(view);
  }

  /** Takes the fault away, and lets the requests go on that it delays; returns false if there is none with that id. */
  clear(id: string): boolean {
    const found = this.#waiting.find((each) => each.id === id);
    this.#waiting = this.#waiting.filter((each) => each !== found);
    found?.cleared.abort();
    return found !== undefined;
  }

  clearAll(): void {
    for (const { id } of this.#waiting) this.clear(id);
  }

  /** The fault that this request meets: the first that matches, is not yet used up and lets no more pass. */
  meet(host: SandboxHost, method: string, url: string): MetFault | undefined {
    for (const each of this.#waiting) {
      const { skip = 0, count = Infinity } = each.request;
      if (each.matched >= skip + count || !matches(each.request, host, method, url)) continue;
      each.matched++;
      if (each.matched > skip) return { ...view(each), cleared: each.cleared.signal };
    }
    return undefined;
  }
}

function matches(fault: FaultRequest, host: SandboxHost, method: string, url: string): boolean {
  return (
    fault.host === host &&
    (fault.method === "*" || fault.method === method) &&
    pathMatches(fault.path, pathOf(url))
  );
}

function view({ id, request, matched }: Waiting): Fault {
  return { ...request, id, seen: Math.max(0, matched - (request.skip ?? 0)) };
}
