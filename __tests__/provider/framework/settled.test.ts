import { settled } from "../../../provider/framework/settled";
import { unknown } from "../../../provider/framework/unknown";
import type { thingFields } from "./toy/thing";

const planned = {
  name: "it",
  mishap: null,
  mood: null,
  size: null,
  labels: null,
  notes: null,
  password: null,
  token_wo: null,
  settings: null,
  parts: null,
  parts_by_name: null,
  id: unknown,
  generation: unknown,
  token_length: null,
  timeouts: null,
  step: [],
};

test("a plan and what apply decided make a state", () => {
  const state = settled<typeof thingFields>(planned, { id: "made", generation: 1 });
  expect(state).toEqual({ ...planned, id: "made", generation: 1 });
});

test("what is left undecided is named, also inside of a value", () => {
  const inside = { ...planned, settings: { mode: unknown, level: 1, chosen: null } };
  expect(() => settled<typeof thingFields>(inside, { id: "made" })).toThrow(
    "apply left settings.mode, generation undecided",
  );
});
