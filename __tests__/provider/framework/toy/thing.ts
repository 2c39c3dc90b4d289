/** A resource with every kind of field, whose mishaps its own configuration chooses. */
import { ProviderError } from "../../../../provider/framework/diagnostics";
import { resource } from "../../../../provider/framework/resource";
import {
  block,
  blocks,
  integer,
  mapOfStrings,
  object,
  objects,
  objectsByName,
  oneOf,
  setOfStrings,
  string,
  type Configured,
  type Planned,
  type State,
} from "../../../../provider/framework/schema";
import { settled } from "../../../../provider/framework/settled";
import { StoredDespiteError } from "../../../../provider/framework/stored-despite-error";
import { isUnknown, known, unknown } from "../../../../provider/framework/unknown";

export interface ToyClient {
  readonly greeting: string;
}

const part = {
  name: string({ required: true, description: "What it is." }),
  grade: integer({ optional: true, min: 1, max: 5, description: "How good." }),
};

const settingsFields = {
  mode: string({ optional: true, description: "One of many." }),
  level: integer({ optional: true, description: "How high." }),
  chosen: string({ optional: true, computed: true, description: "Ours or theirs." }),
};

export const thingFields = {
  name: string({ required: true, description: "What it is called." }),
  mishap: string({ optional: true, description: "What goes wrong." }),
  mood: oneOf(["calm", "wild"], { optional: true, description: "How it behaves." }),
  size: integer({ optional: true, description: "How large." }),
  labels: setOfStrings({ optional: true, description: "In no order." }),
  notes: mapOfStrings({ optional: true, description: "By any key." }),
  password: string({ optional: true, sensitive: true, description: "Hidden." }),
  token_wo: string({ optional: true, writeOnly: true, description: "Not stored." }),
  settings: object(settingsFields, { optional: true, description: "A single object." }),
  parts: objects(part, { optional: true, description: "In order." }),
  parts_by_name: objectsByName(part, { optional: true, description: "By name." }),
  id: string({ computed: true, description: "Made in create." }),
  generation: integer({ computed: true, description: "How often it was applied." }),
  token_length: integer({ computed: true, description: "Of token_wo, as apply saw it." }),
  timeouts: block({ create: string({ optional: true, description: "How long." }) }),
  step: blocks({
    label: string({ required: true, description: "Its label." }),
    tries: integer({ optional: true, min: 1, description: "How often." }),
  }),
};

const privateFields = { reads: integer({ required: true, description: "How often it was read." }) };

export interface Asked {
  readonly operation: string;
  readonly [seen: string]: unknown;
}
let asked: Asked[] = [];

/** What the provider in this process was asked since this was last called, as JSON has it. */
export function whatWasAsked(): readonly Asked[] {
  const now = asked;
  asked = [];
  return now;
}
function note(operation: string, seen: object): void {
  asked.push(JSON.parse(JSON.stringify({ operation, ...seen })) as Asked);
}

const refuse = (summary: string) =>
  new ProviderError({
    summary,
    detail: "As the configuration asked for.",
    attribute: ["settings", "level"],
  });

export const thing = resource<ToyClient>()({
  schema: { description: "A thing.", version: 0, fields: thingFields },
  privateSchema: privateFields,

  validate(config, { warn }) {
    if (config.mishap === "validate") throw refuse("It is not valid");
    const bad = (known(config.step) ?? []).findIndex(({ label }) => label === "bad");
    if (bad >= 0) {
      throw new ProviderError({
        summary: "A bad step",
        detail: "Take another label.",
        attribute: ["step", bad, "label"],
      });
    }
    if (config.mishap === "warn") {
      warn({
        code: "look-here",
        summary: "Look here",
        detail: "At the level.",
        attribute: ["settings", "level"],
      });
    }
  },

  async read({ state, private: kept }, { client }) {
    note("read", { kept, greeting: client.greeting });
    if (state.mishap === "gone") return { state: null, private: null };
    return { state, private: { reads: (kept?.reads ?? 0) + 1 } };
  },

  plan({ prior, config, proposed, private: kept }) {
    note("plan", { prior, config, proposed, kept });
    if (config.mishap === "plan-defect")
      throw new Error(`broken beside ${String(config.password)}`);
    if (prior === null) return { planned: proposed };
    if (JSON.stringify(prior) === JSON.stringify(proposed)) return { planned: proposed };
    return {
      planned: { ...proposed, generation: unknown, token_length: unknown },
      requiresReplace: prior.name === proposed.name ? [] : ["name"],
    };
  },

  planDestroy({ prior }) {
    if (prior.mishap === "plan-destroy") throw refuse("It may not be destroyed");
  },

  async create({ planned, config }) {
    note("create", { config });
    if (planned.mishap === "create") throw refuse("Create failed");
    if (planned.mishap === "defect") throw new Error(`broken beside ${String(planned.password)}`);
    const state = settledThing(planned, config, 1);
    if (planned.mishap === "wrong-type") return { state: Object.assign(state, { size: "large" }) };
    if (planned.mishap === "stored-despite") {
      throw new StoredDespiteError(state, { summary: "Create failed", detail: "And is stored." });
    }
    return { state, private: { reads: 0 } };
  },

  async update({ prior, planned, config, private: kept }) {
    note("update", { kept, config });
    if (planned.mishap === "update") throw refuse("Update failed");
    const state = settledThing(planned, config, (prior.generation ?? 0) + 1);
    if (planned.mishap === "stored-despite") {
      throw new StoredDespiteError(state, { summary: "Update failed", detail: "And is stored." });
    }
    return { state, private: { reads: 0 } };
  },

  async delete({ state }) {
    note("delete", {});
    if (state.mishap === "delete") throw refuse("Delete failed");
  },

  importRefusal: "A thing is made, never found.",
});

function settledThing(
  planned: Planned<typeof thingFields>,
  config: Configured<typeof thingFields>,
  generation: number,
): State<typeof thingFields> {
  const settings = known(planned.settings) ?? null;
  return settled<typeof thingFields>(planned, {
    ...(isUnknown(planned.id) && { id: "made" }),
    ...(settings !== null && { settings: settledSettings(settings) }),
    generation,
    // The framework must make null of it.
    token_wo: known(config.token_wo) ?? null,
    token_length: known(config.token_wo)?.length ?? null,
  });
}

function settledSettings(planned: Planned<typeof settingsFields>): State<typeof settingsFields> {
  return settled<typeof settingsFields>(planned, {
    ...(isUnknown(planned.chosen) && { chosen: "by the provider" }),
  });
}
