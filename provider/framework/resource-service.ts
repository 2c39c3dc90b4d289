/** What a provider answers to Terraform's calls about resources. */
import type { ProviderService } from "../protocol/plugin";
import type { Calls } from "./call";
import { checkLimits } from "./limits";
import { readPrivate, writePrivate } from "./private-state";
import type { Resource } from "./resource";
import { requireWriteOnlySupport } from "./write-only-support";
import type { Fields } from "./schema";
import { StoredDespiteError } from "./stored-despite-error";
import { readStoredState } from "./stored-state";
import {
  NULL,
  decode,
  decodeObject,
  encodePlanned,
  encodeState,
  withComputedUnknown,
  withoutWriteOnly,
} from "./values";
import { wireSteps } from "./wire-diagnostic";

type ResourceService = Pick<
  ProviderService,
  | "validateResourceConfig"
  | "upgradeResourceState"
  | "readResource"
  | "planResourceChange"
  | "applyResourceChange"
>;

/** `find` throws where there is no such resource, `client` where the provider is not configured. */
export function resourceService<Client>(
  find: (typeName: string) => Resource<Fields, Fields, Client>,
  client: () => Client,
  calls: Calls,
): ResourceService {
  return {
    validateResourceConfig(request, { signal }) {
      const resource = find(request.typeName);
      const { fields } = resource.schema;
      return calls.answer(fields, signal, (call) => {
        const config = call.hide(fields, decodeObject(fields, request.config));
        if (request.clientCapabilities?.writeOnlyAttributesAllowed !== true) {
          requireWriteOnlySupport(fields, config);
        }
        checkLimits(fields, config, (checked) => resource.validate?.(checked, call));
        return {};
      });
    },

    /** Called for every stored object before each plan, whatever version wrote it. */
    upgradeResourceState(request, { signal }) {
      const { schema } = find(request.typeName);
      return calls.answer(schema.fields, signal, () => {
        const state = readStoredState(request.typeName, schema, {
          version: Number(request.version),
          json: request.rawState?.json ?? new Uint8Array(),
        });
        return { upgradedState: encodeState(schema.fields, state) };
      });
    },

    readResource(request, { signal }) {
      const resource = find(request.typeName);
      const { schema, privateSchema } = resource;
      const { fields } = schema;
      return calls.answer(fields, signal, async (call) => {
        const state = call.hide(fields, decodeObject(fields, request.currentState));
        const kept = call.hide(privateSchema, readPrivate(privateSchema, request.private));
        const found = await resource.read({ state, private: kept }, { ...call, client: client() });
        return {
          newState: encodeState(fields, found.state),
          private: writePrivate(privateSchema, found.private),
        };
      });
    },

    /** A function of the request alone: Terraform asks again inside apply and compares. */
    planResourceChange(request, { signal }) {
      const resource = find(request.typeName);
      const { schema, privateSchema } = resource;
      const { fields } = schema;
      return calls.answer(fields, signal, (call) => {
        const prior = call.hide(fields, decode(fields, request.priorState));
        const kept = call.hide(privateSchema, readPrivate(privateSchema, request.priorPrivate));
        const proposed = decode(fields, request.proposedNewState);
        if (proposed === null) {
          if (prior !== null) resource.planDestroy?.({ prior, private: kept }, call);
          return { plannedState: NULL, plannedPrivate: request.priorPrivate };
        }
        const { planned, requiresReplace = [] } = resource.plan(
          {
            prior,
            config: call.hide(fields, decodeObject(fields, request.config)),
            proposed: withoutWriteOnly(
              fields,
              prior === null ? withComputedUnknown(fields, proposed) : proposed,
            ),
            private: kept,
          },
          { ...call, client: client() },
        );
        return {
          plannedState: encodePlanned(fields, planned),
          plannedPrivate: request.priorPrivate,
          requiresReplace: requiresReplace.map((name) => ({
            steps: wireSteps([name], fields),
          })),
        };
      });
    },

    applyResourceChange(request, { signal }) {
      const resource = find(request.typeName);
      const { schema, privateSchema } = resource;
      const { fields } = schema;
      return calls.answerEvenIfFailed(
        fields,
        signal,
        async (call) => {
          const prior = call.hide(fields, decode(fields, request.priorState));
          const planned = call.hide(fields, decode(fields, request.plannedState));
          const context = { ...call, client: client() };
          if (planned === null) {
            if (prior !== null) await resource.delete({ state: prior }, context);
            return { newState: NULL };
          }
          const config = call.hide(fields, decodeObject(fields, request.config));
          const kept = call.hide(privateSchema, readPrivate(privateSchema, request.plannedPrivate));
          const done =
            prior === null
              ? await resource.create({ planned, config }, context)
              : await resource.update({ prior, planned, config, private: kept }, context);
          return {
            newState: encodeState(fields, done.state),
            private: writePrivate(privateSchema, done.private),
          };
        },
        (error) => ({
          // The prior state is null in a create: an error beside a state would taint the object, and
          // the next plan would destroy it and create it again.
          newState:
            error instanceof StoredDespiteError
              ? encodeState(fields, error.state)
              : (request.priorState ?? NULL),
          private: request.plannedPrivate,
        }),
      );
    },
  };
}
