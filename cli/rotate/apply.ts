/** `terraform apply` in the stack's folder, told event by event. */
import { execa } from "execa";
import { z } from "zod";

import { withoutTokens } from "../terraform/app";
import type { Secret } from "../terminal/secret";
import { LOCK_TIMEOUT, type Stack, terraformDiagnostic } from "../terraform/stack";

interface ApplyEvent {
  readonly kind: "started" | "done" | "failed";
  /** Terraform's address of the resource. */
  readonly address: string;
}

interface ApplyError {
  readonly summary: string;
  readonly detail: string;
}

export interface Applied {
  readonly succeeded: boolean;
  /** Stopped by Ctrl-C: Terraform ended in good order. */
  readonly stopped: boolean;
  readonly errors: readonly ApplyError[];
}

interface ApplyOptions {
  /** Only in the environment of Terraform and what it starts. */
  readonly handedOver?: { readonly variable: string; readonly token: Secret } | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
}

const line = z.object({
  type: z.string(),
  hook: z.object({ resource: z.object({ addr: z.string() }) }).optional(),
  diagnostic: terraformDiagnostic.optional(),
});

const KINDS: Readonly<Record<string, ApplyEvent["kind"]>> = {
  apply_start: "started",
  apply_complete: "done",
  apply_errored: "failed",
};

export async function apply(
  { folder, binary, tenant }: Stack,
  { handedOver, signal, onEvent }: ApplyOptions,
): Promise<Applied> {
  const args = ["-input=false", "-auto-approve", "-json", `-lock-timeout=${LOCK_TIMEOUT}`];
  const child = execa(binary, ["apply", ...args], {
    cwd: folder,
    env: {
      ...withoutTokens(tenant.workspace.environment),
      ...(handedOver && { [handedOver.variable]: handedOver.token.reveal() }),
      TF_IN_AUTOMATION: "true",
    },
    extendEnv: false,
    stdin: "ignore",
    stderr: "pipe",
    reject: false,
    buffer: { stdout: false },
    // Of its own: the terminal's Ctrl-C would reach it beside ours, and twice means "at once".
    detached: true,
  });
  const stop = () => child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  // The second Ctrl-C of an impatient person: Terraform's own meaning of it.
  const again = () => {
    if (signal.aborted) stop();
  };
  process.on("SIGINT", again);
  const errors: ApplyError[] = [];
  try {
    for await (const text of child.iterable()) {
      const read = text.startsWith("{") ? line.safeParse(JSON.parse(text)) : undefined;
      if (read?.success !== true) continue;
      const { type, hook, diagnostic } = read.data;
      const kind = KINDS[type];
      if (kind !== undefined && hook) onEvent({ kind, address: hook.resource.addr });
      if (diagnostic?.severity === "error") errors.push(diagnostic);
    }
    const { exitCode, stderr, failed } = await child;
    const unsaid = errors.length > 0 ? [] : [{ summary: `${binary} apply failed`, detail: stderr }];
    return {
      succeeded: exitCode === 0,
      stopped: signal.aborted,
      errors: failed ? [...errors, ...unsaid] : errors,
    };
  } finally {
    signal.removeEventListener("abort", stop);
    process.off("SIGINT", again);
  }
}
