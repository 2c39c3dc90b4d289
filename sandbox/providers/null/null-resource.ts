/** null_resource: does nothing, remembers its triggers. */
import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { resource } from "../../../provider/framework/resource";
import { mapOfStrings, string } from "../../../provider/framework/schema";
import { settled } from "../../../provider/framework/settled";
import { unknown } from "../../../provider/framework/unknown";

const fields = {
  id: string({ computed: true, description: "A random value, set at create time." }),
  triggers: mapOfStrings({
    optional: true,
    description: "Arbitrary strings that, when changed, force a replacement.",
  }),
};

export const nullResource = resource<null>()({
  schema: {
    description: "Implements the standard resource lifecycle but takes no further action.",
    version: 0,
    fields,
  },
  privateSchema: {},

  async read({ state }) {
    return { state, private: null };
  },

  plan({ prior, config }) {
    if (prior === null) return { planned: { id: unknown, triggers: config.triggers } };
    const changed = !isDeepStrictEqual(prior.triggers, config.triggers);
    return {
      planned: { id: prior.id, triggers: config.triggers },
      ...(changed && { requiresReplace: ["triggers"] as const }),
    };
  },

  async create({ planned }) {
    return { state: settled<typeof fields>(planned, { id: String(randomInt(2 ** 47)) }) };
  },

  async update({ planned }) {
    return { state: settled<typeof fields>(planned, {}) };
  },

  async delete() {},

  importRefusal: "null_resource holds nothing that could be imported.",
});
