import type { Clients } from "../../provider/clients/clients";
import type { Terminal } from "../terminal/terminal";
import type { Stack } from "../terraform/stack";
import type { Tenant } from "../workspace/workspace";
import type { Configuration } from "./configuration";
import type { OldToken } from "./old-token";

/** One run of `rotate`: what it works with, and how far it has come. */
export interface Journey {
  readonly tenant: Tenant;
  readonly stack: Stack;
  readonly clients: Clients;
  readonly terminal: Terminal;
  /** What is planned: nothing else is applied. */
  readonly configuration: Configuration;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * "looking": nothing has happened. "generating": a person may have generated a token, which is
   * written nowhere. "deploying": Terraform writes. "waiting": it is done, but for a person's app.
   */
  stage: "looking" | "generating" | "deploying" | "waiting";
  /** Watched since the steps were printed. */
  old: OldToken | null;
}
