/** null_resource: does nothing, remembers its triggers. */
import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { resource } from "../../../provider/framework/resource";
import { mapOfStrings, string } from "../../../provider/framework/schema";
import { known, unknown } from "../../../provider/framework/unknown";

export const nullResource = resource<null>()({
  schema: {
    description: "Implements the standard resource lifecycle but takes no further action.",
    version: 0,
    fields: {
      id: string({ computed: true, description: "A random value, set at create time." }),
      triggers: mapOfStrings({
        optional: true,
        description: "Arbitrary strings that, when changed, force a replacement.",
      }),
    },
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
    return {
      state: { id: String(randomInt(2 ** 47)), triggers: known(planned.triggers) ?? null },
    };
  },

  async update({ prior, planned }) {
    return { state: { id: prior.id, triggers: known(planned.triggers) ?? null } };
  },

  async delete() {},

  importRefusal: "null_resource holds nothing that could be imported.",
});
