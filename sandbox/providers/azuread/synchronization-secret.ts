/**
 * azuread_synchronization_secret, hazards included: an update that fails is stored as done, what
 * another hand changed is not seen, and a delete empties the credentials in Entra.
 */
import { isDeepStrictEqual } from "node:util";

import { ProviderError } from "../../../provider/framework/diagnostics";
import { resource } from "../../../provider/framework/resource";
import type { Planned } from "../../../provider/framework/schema";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { known, unknown } from "../../../provider/framework/unknown";
import { settled } from "../../../provider/framework/settled";
import { failingWith, storedDespite } from "../failures";
import { type Graph, GraphError } from "./graph";
import { principalIn, principalName, principalPath } from "./principal-id";
import { whileLocked } from "./principal-lock";
import { untilSteady } from "./eventual-consistency";
import { deadlineSeconds, type Timeouts } from "./timeouts";

interface Secret {
  readonly id: string | null;
  readonly service_principal_id: string;
  readonly credential: readonly { readonly key: string; readonly value: string }[];
  readonly timeouts: Timeouts | null;
}
type Credentials = Secret["credential"];

const FIVE_MINUTES = 300;

export const synchronizationSecret = resource<Graph>()({
  schema: recordedSchema<Secret>("azuread_synchronization_secret"),
  privateSchema: {},

  validate({ service_principal_id }) {
    const path = known(service_principal_id);
    if (path !== undefined) principalIn(path, "service_principal_id");
  },

  async read({ state }, { client, signal }) {
    return { state: await new Principal(client, state, "read", signal).readBack(), private: null };
  },

  plan({ prior, config }) {
    const moved =
      prior !== null && !isDeepStrictEqual(prior.service_principal_id, config.service_principal_id);
    return {
      planned: { ...config, id: prior?.id ?? unknown },
      ...(moved && { requiresReplace: ["service_principal_id"] as const }),
    };
  },

  async create({ planned }, { client, signal }) {
    const principal = new Principal(client, stored(planned), "create", signal);
    return whileLocked(principal.id, async () => {
      await principal.write("Creating");
      return { state: await principal.readBackOrStore() };
    });
  },

  async update({ planned }, { client, signal }) {
    const secret = stored(planned);
    const principal = new Principal(client, secret, "update", signal);
    return whileLocked(principal.id, async () => {
      const state = await storedDespite(secret, async () => {
        await principal.write("Updating");
        return principal.readBackOrStore();
      });
      return { state };
    });
  },

  async delete({ state }, { client, signal }) {
    const principal = new Principal(client, state, "delete", signal);
    await whileLocked(principal.id, () => principal.empty());
  },

  /** The read that follows finds the keys; a secret value stays "*". */
  async importState(id) {
    principalIn(id, "id");
    return { id, service_principal_id: id, credential: [], timeouts: null };
  },
});

/** The secrets of one service principal, within one operation and its deadline. */
class Principal {
  readonly id: string;
  private readonly name: string;
  private readonly deadlineSeconds: number;

  constructor(
    private readonly graph: Graph,
    private readonly secret: Secret,
    operation: "create" | "delete" | "read" | "update",
    private readonly signal: AbortSignal,
  ) {
    this.id = principalIn(secret.service_principal_id, "service_principal_id");
    this.name = principalName(this.id);
    this.deadlineSeconds = deadlineSeconds(secret.timeouts, operation, FIVE_MINUTES);
  }

  async write(doing: "Creating" | "Updating"): Promise<void> {
    const { credential } = this.secret;
    await failingWith(`${doing} synchronization secret for ${this.name}`, () =>
      this.put(credential),
    );
    await failingWith(`Waiting for synchronization secrets for ${this.name}`, () =>
      // Only the keys are counted: a value cannot be compared, it is shown as "*".
      this.untilSteady("Done", (found) => found.length === credential.length),
    );
  }

  /** Sets every value to "": Entra has no other way to take them away. */
  async empty(): Promise<void> {
    const { credential } = this.secret;
    await failingWith(`Removing synchronization secrets for ${this.name}`, () =>
      this.put(credential.map(({ key }) => ({ key, value: "" }))),
    );
    const removed = new Set(credential.map(({ key }) => key));
    await failingWith(`Waiting for deletion of synchronization secrets ${this.name}`, () =>
      this.untilSteady("Deleted", (found) => !found.some(({ key }) => removed.has(key))),
    );
  }

  /** What Entra holds now, null where it knows of no secrets. */
  async readBack(): Promise<Secret | null> {
    const found = await failingWith(`Retrieving synchronization secrets for ${this.name}`, () =>
      this.list(),
    );
    return found && { ...this.secret, id: principalPath(this.id), credential: this.unmask(found) };
  }

  /**
   * After a write: it has happened, so a failing read must not lose it, and what contradicts the
   * plan is left to the next refresh to find.
   */
  async readBackOrStore(): Promise<Secret> {
    const stored = { ...this.secret, id: principalPath(this.id) };
    if ((await storedDespite(stored, () => this.readBack())) !== null) return stored;
    throw new ProviderError({
      summary: "Provider produced inconsistent result after apply",
      detail: `${this.name} was there, but now its synchronization secrets are absent.`,
    });
  }

  /** "*" stands for a secret value; the one that was stored is taken for it. */
  private unmask(found: Credentials): Credentials {
    return found.map(({ key, value }) => {
      const stored = this.secret.credential.find((each) => each.key === key);
      return { key, value: value === "*" && stored !== undefined ? stored.value : value };
    });
  }

  private async untilSteady(
    target: "Done" | "Deleted",
    isReached: (found: Credentials) => boolean,
  ): Promise<void> {
    const look = async () => isReached((await this.list()) ?? []);
    const { deadlineSeconds, signal } = this;
    await untilSteady(look, {
      target,
      looking: "retrieving synchronization secret",
      deadlineSeconds,
      wait: this.graph.wait,
      signal,
    });
  }

  private async put(value: Credentials): Promise<void> {
    await this.graph.ask(
      {
        method: "PUT",
        path: this.path,
        body: { value },
        deadlineSeconds: this.deadlineSeconds,
        synchronization: true,
      },
      this.signal,
    );
  }

  private async list(): Promise<Credentials | null> {
    const { path, deadlineSeconds } = this;
    try {
      const answer = await this.graph.ask(
        { method: "GET", path, deadlineSeconds, synchronization: true },
        this.signal,
      );
      return answer
        .at("value")
        .list.map((each) => ({ key: each.at("key").text, value: each.at("value").text }));
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return null;
      throw error;
    }
  }

  private get path(): string {
    return `v1.0${principalPath(this.id)}/synchronization/secrets`;
  }
}

const stored = (planned: Planned<FieldsOf<Secret>>): Secret =>
  settled<FieldsOf<Secret>>(planned, { id: known(planned.service_principal_id) ?? null });
