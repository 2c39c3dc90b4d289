/** Takes a resource through Terraform's operations, in the order in which Terraform calls them. */
import { isDeepStrictEqual } from "node:util";
import type { Clients } from "../../../provider/clients/clients";
import { type Diagnostic, ProviderError } from "../../../provider/framework/diagnostics";
import type { Resource } from "../../../provider/framework/resource";
import type { Configured, Fields, Planned, State } from "../../../provider/framework/schema";
import { isUnknown } from "../../../provider/framework/unknown";

export type Said = Omit<Diagnostic, "severity">;

export interface Outcome<F extends Fields> {
  readonly errors: readonly Said[];
  readonly warnings: readonly Said[];
  /** What is stored afterwards; null where there is nothing. */
  readonly state: State<F> | null;
}

export interface PlanOutcome<F extends Fields> extends Outcome<F> {
  /** Exit code 2 of `terraform plan -detailed-exitcode`. */
  readonly changes: boolean;
  readonly planned: Planned<F>;
  /** What Read found: prior_state in the plan's JSON. */
  readonly refreshed: State<F> | null;
}

/** One object's life. Like a plain plan, `plan` stores nothing of what Read found. */
export class Life<F extends Fields, P extends Fields> {
  state: State<F> | null = null;
  #private: State<P> | null = null;

  constructor(
    readonly resource: Resource<F, P, Clients>,
    /** Made anew for each operation, as Terraform starts the provider for each. */
    readonly clients: () => Clients,
  ) {}

  async plan(config: Configured<F>): Promise<PlanOutcome<F>> {
    const { warnings, context } = this.#context();
    const read = await this.#read(context);
    this.resource.validate?.(config, context);
    const planned = this.#planned(config, read, context);
    return {
      errors: [],
      warnings,
      state: this.state,
      planned,
      refreshed: read.state,
      changes: !isDeepStrictEqual(planned, read.state),
    };
  }

  /** `terraform apply -refresh-only`: stores what Read found, and nothing else. */
  async refresh(): Promise<void> {
    const read = await this.#read(this.#context().context);
    this.state = read.state;
    this.#private = read.private;
  }

  /** Plan and apply. A failed create stores nothing, a failed update leaves what there was. */
  async apply(config: Configured<F>): Promise<Outcome<F>> {
    const { warnings, context } = this.#context();
    const read = await this.#read(context);
    const planned = this.#planned(config, read, context);
    this.state = read.state;
    this.#private = read.private;
    if (isDeepStrictEqual(planned, read.state)) return { errors: [], warnings, state: this.state };
    try {
      const done =
        read.state === null
          ? await this.resource.create({ planned, config }, context)
          : await this.resource.update(
              { prior: read.state, planned, config, private: read.private },
              context,
            );
      refuseInconsistent(planned, done.state);
      this.state = done.state;
      this.#private = done.private ?? null;
      return { errors: [], warnings, state: this.state };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return { errors: error.diagnostics, warnings, state: this.state };
    }
  }

  async #read(context: ReturnType<Life<F, P>["context"]>) {
    return this.state === null
      ? { state: null, private: null }
      : this.resource.read({ state: this.state, private: this.#private }, context);
  }

  /** The configuration, with what was computed before; arguments that are write-only are null. */
  #planned(
    config: Configured<F>,
    read: { readonly state: State<F> | null; readonly private: State<P> | null },
    context: ReturnType<Life<F, P>["context"]>,
  ): Planned<F> {
    const before = new Map(Object.entries(read.state ?? {}));
    const proposed = Object.fromEntries(
      Object.entries(config).map(([name, value]) => {
        const field = this.resource.schema.fields[name];
        const isAttribute = field?.kind === "attribute";
        if (isAttribute && field.writeOnly) return [name, null];
        return [name, isAttribute && field.computed ? (before.get(name) ?? null) : value];
      }),
    ) as Planned<F>;
    const { state, private: kept } = read;
    const args = { prior: state, config, proposed, private: kept };
    const { planned } = this.resource.plan(args, context);
    const again = this.resource.plan(args, this.#context().context);
    if (!isDeepStrictEqual(again.planned, planned)) throw new Error("a plan that is not pure");
    return planned;
  }

  #context() {
    const warnings: Said[] = [];
    return { warnings, context: this.context(warnings) };
  }

  private context(warnings: Said[]) {
    return {
      client: this.clients(),
      signal: new AbortController().signal,
      warn: (diagnostic: Said) => void warnings.push(diagnostic),
    };
  }
}

/** Terraform fails an apply that changes what its plan was sure of. */
function refuseInconsistent(planned: object, made: object): void {
  const got = new Map<string, unknown>(Object.entries(made));
  for (const [name, value] of Object.entries(planned)) {
    if (isUnknown(value) ? isUnknown(got.get(name)) : !isDeepStrictEqual(got.get(name), value)) {
      throw new Error(`inconsistent result after apply: ${name}`);
    }
  }
}

export function codes(said: readonly Said[]): (string | undefined)[] {
  return said.map(({ code }) => code);
}

/** For the few words that a test is about. */
export function words(said: readonly Said[]): string {
  return said.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n");
}
