/** What a subcommand ends with. A shell, or a workflow, decides on it. */
export const EXIT = {
  /** Nothing to do. */
  fine: 0,
  /** It could not be done, or could not be determined. */
  error: 1,
  /** `plan`: a deploy would change something. `rotate`: done, but an app that a person sets is still open. */
  changes: 2,
  /** `drift`: the token is due; nothing is wrong yet. */
  due: 3,
  /** `drift`: what is there is not what the config says; a deploy puts it right. */
  drifted: 4,
  /** `drift`: a binding or the token is dead, so users are not provisioned. */
  broken: 5,
  /**
   * `drift`: it could not be looked at: no permission, or a vendor does not answer. `preflight`: it
   * was not proven that everything can take a new token.
   */
  blind: 6,
  /** `drift`: a person has still to enter the token somewhere; no deploy does it. */
  waiting: 7,
  /** `drift`: nothing shows that a binding works, and nobody can test it. */
  unproven: 8,
  /** `drift`: a binding works, and the job that would provision users does not run. */
  stopped: 9,
  /** `drift`: nobody knows when the token expires, so nothing warns before it does. */
  undated: 10,
  /** The command line is wrong (EX_USAGE of sysexits.h). */
  usage: 64,
  /** Ctrl-C, or a signal that ends; as shells have it of a program that SIGINT ended. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
