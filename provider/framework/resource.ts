/** What a resource is to this framework: a schema, and plain functions over its typed values. */
import type { Diagnostic } from "./diagnostics";
import type { Configured, Fields, Planned, Schema, State } from "./schema";

/** What each operation may use beside its values. */
export interface Context<Client> {
  /** What the provider's `configure` made: the way to the vendors. */
  readonly client: Client;
  /** Aborted when Terraform asks to stop (Ctrl-C) or the call is given up. */
  readonly signal: AbortSignal;
  /** Tells the person something that stops nothing. */
  warn(diagnostic: Omit<Diagnostic, "severity">): void;
}

/**
 * A managed resource. Errors are thrown as `ProviderError`s; a failed create leaves no state and a
 * failed update the prior one, so that a failure can never taint a resource (a tainted one is
 * destroyed and made anew by the next plan).
 *
 * `F` are the fields of the state, `P` those of the private state: what `read` found out and `plan`
 * may use, kept by Terraform beside the state and shown to nobody. It does not survive a
 * destroy-then-create, and a plain plan does not save it.
 */
export interface Resource<F extends Fields, P extends Fields, Client> {
  readonly schema: Schema<F>;
  readonly privateSchema: P;

  /**
   * Throws or warns about what is wrong whatever the state is. Unknown values pass. The framework
   * refuses a value outside its attribute's enum or range itself: here that value is unknown.
   */
  validate?(config: Configured<F>, context: Pick<Context<Client>, "warn">): void;

  /** What is there now. `null` as state: it is gone. The only place, with apply, to read a clock. */
  read(
    args: { readonly state: State<F>; readonly private: State<P> | null },
    context: Context<Client>,
  ): Promise<{ readonly state: State<F> | null; readonly private: State<P> | null }>;

  /** Pure: Terraform plans again inside apply and refuses another answer. */
  plan(
    args: {
      readonly prior: State<F> | null;
      readonly config: Configured<F>;
      /**
       * The configuration; where it sets none of what the provider computes, the prior state's
       * values, and in a create `unknown`. Write-only attributes are null in it and in the plan.
       */
      readonly proposed: Planned<F>;
      readonly private: State<P> | null;
    },
    context: Pick<Context<Client>, "warn" | "client">,
  ): {
    readonly planned: Planned<F>;
    /** Attributes whose change needs a new object. */
    readonly requiresReplace?: readonly (keyof F & string)[];
  };

  /** Refuses a destroy at plan by throwing. */
  planDestroy?(
    args: { readonly prior: State<F>; readonly private: State<P> | null },
    context: Pick<Context<Client>, "warn">,
  ): void;

  /**
   * `config` has the write-only values. Without `private` none is kept. `settled(planned, decided)`
   * makes the state. When it throws there is no state.
   */
  create(
    args: { readonly planned: Planned<F>; readonly config: Configured<F> },
    context: Context<Client>,
  ): Promise<{ readonly state: State<F>; readonly private?: State<P> }>;

  /** As `create`. When it throws, the prior state and private state stay. */
  update(
    args: {
      readonly prior: State<F>;
      readonly planned: Planned<F>;
      readonly config: Configured<F>;
      readonly private: State<P> | null;
    },
    context: Context<Client>,
  ): Promise<{ readonly state: State<F>; readonly private?: State<P> }>;

  /** When it throws, the state stays. */
  delete(args: { readonly state: State<F> }, context: Context<Client>): Promise<void>;

  /** Says why it cannot be imported, where there is no `importState`. */
  readonly importRefusal?: string;
  importState?(id: string, context: Context<Client>): Promise<State<F>>;
}

export interface DataSource<F extends Fields, Client> {
  readonly schema: Schema<F>;
  read(args: { readonly config: Configured<F> }, context: Context<Client>): Promise<State<F>>;
}

/** Gives a resource its types: `resource<Client>()({ schema, privateSchema, read, … })`. */
export const resource =
  <Client>() =>
  <const F extends Fields, const P extends Fields = Record<never, never>>(
    definition: Resource<F, P, Client>,
  ): Resource<F, P, Client> =>
    definition;

export const dataSource =
  <Client>() =>
  <const F extends Fields>(definition: DataSource<F, Client>): DataSource<F, Client> =>
    definition;
