/** The day on which somebody else generated a token: nobody but a person knows it. */
import { isPromptLeft } from "../terminal/prompt-left";
import { writeIssuedOn } from "../workspace/issued-on";
import type { RotationOutcome } from "./finish";
import type { Journey } from "./journey";
import type { TokenSource } from "./token-source";

interface Asking extends Pick<Journey, "tenant" | "terminal" | "signal"> {
  readonly clients: Pick<Journey["clients"], "clock">;
}

/**
 * Asks for the day, and writes it into the config. Not where `begin` is "issue": the config then
 * refuses a day. The token is deployed by now, so nothing here fails the rotation: a config that
 * cannot be written is remarked on.
 */
export async function askForItsDay(
  { tenant, terminal, clients, signal }: Asking,
  { issuedAt }: Pick<RotationOutcome, "issuedAt">,
  source: Pick<TokenSource, "askForItsDay"> | null,
): Promise<void> {
  if (tenant.settings.begin === "issue") return;
  const { configFile } = tenant.workspace;
  const counted =
    issuedAt === null
      ? "How old this token is is not known, so nothing warns before it expires"
      : `The age of this token is counted from ${issuedAt.slice(0, 10)}, which may be too early`;
  terminal.remark(
    `\n${counted}. When was it generated? Set that day as issuedOn of tenants.${tenant.name} in ${configFile}, and deploy.`,
  );
  const day = await dayFrom(source, clients.clock.now(), signal);
  if (day === null) return;
  try {
    await writeIssuedOn(tenant, day);
  } catch (error) {
    terminal.remark(
      `${error instanceof Error ? error.message : String(error)}\nWrite it yourself: issuedOn: ${day} under tenants.${tenant.name} in ${configFile}. Commit it, and deploy.`,
    );
    return;
  }
  terminal.remark(`Written into ${configFile}: issuedOn: ${day}. Commit it, and deploy.`);
}

/** Null where the question is left without an answer. */
async function dayFrom(
  source: Pick<TokenSource, "askForItsDay"> | null,
  now: Date,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return (await source?.askForItsDay(now, signal)) ?? null;
  } catch (error) {
    if (isPromptLeft(error)) return null;
    throw error;
  }
}
