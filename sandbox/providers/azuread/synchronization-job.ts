/**
 * azuread_synchronization_job: always makes a job of its own, starts it, and never looks at its
 * status, so that a job in quarantine looks well.
 */
import { isDeepStrictEqual } from "node:util";

import { ProviderError } from "../../../provider/framework/diagnostics";
import { resource } from "../../../provider/framework/resource";
import { known, unknown } from "../../../provider/framework/unknown";
import type { HttpRequest } from "../http";
import { failingWith, storedDespite } from "../failures";
import type { Json } from "../json";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { settled } from "../../../provider/framework/settled";
import { type Graph, GraphError } from "./graph";
import { principalIn, principalName, principalPath } from "./principal-id";
import { whileLocked } from "./principal-lock";
import { untilSteady } from "./eventual-consistency";
import { deadlineSeconds, type Timeouts } from "./timeouts";

interface Job {
  readonly id: string | null;
  readonly service_principal_id: string;
  readonly template_id: string;
  readonly enabled: boolean | null;
  readonly schedule: readonly Readonly<Record<string, unknown>>[] | null;
  readonly timeouts: Timeouts | null;
}

const DEFAULT_SECONDS = { create: 900, delete: 300, read: 300, update: 300 };

export const synchronizationJob = resource<Graph>()({
  schema: recordedSchema<Job>("azuread_synchronization_job"),
  privateSchema: {},

  validate({ service_principal_id }) {
    const path = known(service_principal_id);
    if (path !== undefined) principalIn(path, "service_principal_id");
  },

  async read({ state }, { client, signal }) {
    return { state: await new Operation(client, state, "read", signal).readBack(), private: null };
  },

  plan({ prior, config }) {
    const moved = (["service_principal_id", "template_id"] as const).filter(
      (name) => prior !== null && !isDeepStrictEqual(prior[name], config[name]),
    );
    return {
      planned: {
        ...config,
        id: prior?.id ?? unknown,
        schedule: prior?.enabled === config.enabled ? prior.schedule : unknown,
      },
      ...(moved.length > 0 && { requiresReplace: moved }),
    };
  },

  async create({ planned }, { client, signal }) {
    const operation = new Operation(
      client,
      settled<FieldsOf<Job>>(planned, { id: null, schedule: null }),
      "create",
      signal,
    );
    return whileLocked(operation.principalId, async () => {
      const made = await operation.make();
      return { state: await storedDespite(made.state, () => made.startAndReadBack()) };
    });
  },

  async update({ prior, planned }, { client, signal }) {
    const job = settled<FieldsOf<Job>>(planned, { schedule: prior.schedule });
    const operation = new Operation(client, job, "update", signal);
    return {
      state: await storedDespite(job, async () => {
        if (isEnabled(job) !== isEnabled(prior)) await operation.startOrPause();
        return operation.readBackExisting();
      }),
    };
  },

  async delete({ state }, { client, signal }) {
    const operation = new Operation(client, state, "delete", signal);
    await whileLocked(operation.principalId, () => operation.remove());
  },

  /** The read that follows finds the rest. */
  async importState(id) {
    const [, principal] =
      /^(\/servicePrincipals\/[^/]+)\/synchronization\/jobs\/[^/]+$/.exec(id) ?? [];
    if (principal === undefined)
      throw new ProviderError({
        summary: "Parsing synchronization job ID",
        detail: `Found ${JSON.stringify(id)}; expected "/servicePrincipals/<object id>/synchronization/jobs/<job id>".`,
        attribute: ["id"],
      });
    return {
      id,
      service_principal_id: principal,
      template_id: "",
      enabled: true,
      schedule: null,
      timeouts: null,
    };
  },
});

/**
 * Not set means true. The real provider stores that true, which Terraform allows to its older SDK
 * alone; here it stays null for as long as it holds.
 */
const isEnabled = ({ enabled }: { readonly enabled: boolean | null }): boolean => enabled ?? true;

/** What is done to one job, within one operation and its deadline. */
class Operation {
  readonly principalId: string;
  private readonly deadlineSeconds: number;

  constructor(
    private readonly graph: Graph,
    readonly state: Job,
    private readonly kind: keyof typeof DEFAULT_SECONDS,
    private readonly signal: AbortSignal,
  ) {
    this.principalId = principalIn(state.service_principal_id, "service_principal_id");
    this.deadlineSeconds = deadlineSeconds(state.timeouts, kind, DEFAULT_SECONDS[kind]);
  }

  /** Makes the job and waits until it is seen. */
  async make(): Promise<Operation> {
    const principal = principalName(this.principalId);
    const { template_id: templateId } = this.state;
    await failingWith(
      `Retrieving ${principal}`,
      () => this.ask("GET", principalPath(this.principalId), { synchronization: false }),
      { attribute: "service_principal_id" },
    );
    const made = await failingWith(`Creating synchronization job for ${principal}`, () =>
      this.ask("POST", `${principalPath(this.principalId)}/synchronization/jobs`, {
        body: { "@odata.type": "#microsoft.graph.synchronizationJob", templateId },
      }),
    );
    const id = `${principalPath(this.principalId)}/synchronization/jobs/${made.at("id").text}`;
    const operation = new Operation(this.graph, { ...this.state, id }, this.kind, this.signal);
    await failingWith(`Waiting for creation of ${operation.name}`, () =>
      operation.untilSteady("Done", (found) => found !== null),
    );
    return operation;
  }

  async startAndReadBack(): Promise<Job> {
    if (isEnabled(this.state)) await this.startOrPause();
    return this.readBackExisting();
  }

  async startOrPause(): Promise<void> {
    const [doing, action] = isEnabled(this.state) ? ["Starting", "start"] : ["Pausing", "pause"];
    await failingWith(`${doing} ${this.name}`, () => this.ask("POST", `${this.path}/${action}`));
  }

  /** What Entra says of it now, null where it is gone. */
  async readBack(): Promise<Job | null> {
    const found = await failingWith(`Retrieving ${this.name}`, () => this.find());
    if (found === null) return null;
    const schedule = found.at("schedule");
    const [expiration, interval, state] = ["expiration", "interval", "state"].map(
      (name) => schedule.at(name).text,
    );
    return {
      ...this.state,
      template_id: found.at("templateId").text,
      enabled:
        isEnabled(this.state) === (state === "Active")
          ? this.state.enabled
          : !isEnabled(this.state),
      schedule: schedule.isMissing ? [] : [{ expiration, interval, state }],
    };
  }

  /** After an apply. What contradicts the plan is left to the next refresh to find. */
  async readBackExisting(): Promise<Job> {
    const found = await this.readBack();
    const { template_id, enabled } = this.state;
    if (found !== null) return { ...found, template_id, enabled };
    throw new ProviderError({
      summary: "Provider produced inconsistent result after apply",
      detail: `${this.name} was present, but now absent.`,
    });
  }

  async remove(): Promise<void> {
    await failingWith(`Removing ${this.name}`, () => this.ask("DELETE", this.path));
    await failingWith(`Waiting for deletion of ${this.name}`, () =>
      this.untilSteady("Deleted", (found) => found === null),
    );
  }

  private async find(): Promise<Json | null> {
    try {
      return await this.ask("GET", this.path);
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return null;
      throw error;
    }
  }

  private async untilSteady(
    target: "Done" | "Deleted",
    isReached: (found: Json | null) => boolean,
  ): Promise<void> {
    const { deadlineSeconds, signal } = this;
    await untilSteady(async () => isReached(await this.find()), {
      target,
      looking: "retrieving synchronization job",
      deadlineSeconds,
      wait: this.graph.wait,
      signal,
    });
  }

  private async ask(
    method: HttpRequest["method"],
    path: string,
    { body, synchronization = true }: { body?: object; synchronization?: boolean } = {},
  ): Promise<Json> {
    const { deadlineSeconds, signal } = this;
    const request = { method, path: `v1.0${path}`, body, deadlineSeconds, synchronization };
    return this.graph.ask(request, signal);
  }

  private get path(): string {
    return this.state.id ?? "";
  }

  private get name(): string {
    const id = this.path.split("/").at(-1) ?? "";
    return `Service Principal Id Synchronization Job (Service Principal: "${this.principalId}"\nSynchronization Job: "${id}")`;
  }
}
