/** Checked by tsc alone: it refuses a line of `Checked` whose two types differ. */
import {
  integer,
  object,
  oneOf,
  type Configured,
  type State,
} from "../../../provider/framework/schema";
import type { Unknown } from "../../../provider/framework/unknown";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type AllTrue<Checks extends readonly true[]> = Checks;

const MODES = ["reviewed", "automatic"] as const;

export const fields = {
  mode: oneOf(MODES, { required: true, description: "" }),
  written: oneOf(["a", "b"], { optional: true, description: "" }),
  computed: oneOf(["a", "b"], { computed: true, description: "" }),
  days: integer({ required: true, min: 1, max: 365, description: "" }),
  tries: integer({ optional: true, min: 1, description: "" }),
  nested: object(
    { mode: oneOf(MODES, { optional: true, description: "" }) },
    {
      required: true,
      description: "",
    },
  ),
};

type Stored = State<typeof fields>;
type Written = Configured<typeof fields>;

export type Checked = AllTrue<
  [
    Same<Stored["mode"], "reviewed" | "automatic">,
    Same<Stored["written"], "a" | "b" | null>,
    Same<Stored["computed"], "a" | "b" | null>,
    Same<Stored["days"], number>,
    Same<Stored["tries"], number | null>,
    Same<Stored["nested"]["mode"], "reviewed" | "automatic" | null>,
    Same<Written["mode"], "reviewed" | "automatic" | Unknown>,
    Same<Written["written"], "a" | "b" | null | Unknown>,
    Same<Written["days"], number | Unknown>,
  ]
>;
