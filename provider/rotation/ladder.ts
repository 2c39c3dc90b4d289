/**
 * How a tenant comes to another token, step by step, so that a crash at any step loses no token and
 * issues none twice: probe, preflight, intent, issue, journal, probe. The new token's 200 decides.
 */
import { type Diagnostic, ProviderError } from "../framework/diagnostics";
import type { Clock } from "./clock";
import { fingerprint } from "./fingerprint";
import type { Journal, Pending } from "./journal";
import { ruleOutMixUp } from "./whose-token";
import type { Probe } from "./probe";
import { clockVerdict, type Schedule } from "./schedule";
import type { Cause, Change } from "./triggers";

/** What the plan said, and from what. */
export interface Rotation {
  readonly change: Change;
  readonly cause: Cause;
  readonly issuer: "handover" | "command";
  /** Null where no token is known yet. */
  readonly old: {
    readonly token: string;
    readonly schedule: Schedule | null;
    readonly generation: number;
  } | null;
  /** Of all tokens before, the old one among them. */
  readonly usedFingerprints: readonly string[];
}

export interface HandedOver {
  /** The environment variable that it came in. */
  readonly variable: string;
  readonly token: string;
}

/** All that the ladder touches. Each may take long, and the process may end after any of them. */
export interface LadderPorts {
  readonly clock: Clock;
  probe(token: string): Promise<Probe>;
  /** Throws where a consumer would be left without a living token. */
  preflight(): Promise<void>;
  /** Makes a token. Not to be called again when it fails: it may have made one. */
  issue(rotationId: string): Promise<string>;
  handedOver(): HandedOver | null;
  /** What a person has to do to hand one over. */
  readonly handoverSteps: string;
  readonly journal: Journal;
  /** Throws when Terraform asked to stop. */
  stopIfAsked(): void;
  pause(milliseconds: number): Promise<void>;
  warn(warning: Omit<Diagnostic, "severity">): void;
}

export interface NewToken {
  readonly token: string;
  readonly fingerprint: string;
  /** When the command issuer made it; null where it was handed over. */
  readonly issuedAt: Date | null;
  /** When Druva first answered 200 to it. */
  readonly provenAt: Date;
  /** When the old one was last seen to work in this run; null: not seen. */
  readonly oldTokenLastValidAt: Date | null;
}

type Candidate = Pick<NewToken, "token" | "issuedAt"> & { readonly probe: Probe };

export async function climb(rotation: Rotation, ports: LadderPorts): Promise<NewToken> {
  const { old } = rotation;
  const oldProbe = old && (await ports.probe(old.token));
  mustStillHold(rotation, oldProbe, ports.clock.now());

  const { token, issuedAt, probe } =
    (await pickUp(rotation, oldProbe, ports)) ?? (await obtain(rotation, oldProbe, ports));

  // In a handover that was asked for, the person's click has killed the old one just before: that
  // it is dead is what was to be expected, and says what a death during the apply would say.
  const killedByHand = rotation.cause === "requested" && rotation.issuer === "handover";
  const wasAlive = killedByHand || oldProbe?.verdict === "accepted";
  const aliveAgain = await ruleOutMixUp(old && old.token, probe, ports, wasAlive);
  const aliveBefore = oldProbe?.verdict === "accepted" ? oldProbe.at : null;
  return {
    token,
    fingerprint: fingerprint(token),
    issuedAt,
    provenAt: probe.at,
    oldTokenLastValidAt: aliveAgain ?? aliveBefore,
  };
}

/** The verdict that led here may be from an earlier plan. */
function mustStillHold({ cause, old }: Rotation, probe: Probe | null, now: Date): void {
  if (old === null || cause === "requested" || cause === "begun") return;
  if (cause === "rejected") {
    if (probe?.verdict === "rejected") return;
    throw new ProviderError({
      summary: "The token is not rejected any more",
      detail: `This plan was made because Druva rejected generation ${old.generation}; asked again now: ${probe?.message ?? "no answer"}. Nothing was changed. Plan again.`,
      attribute: ["token"],
    });
  }
  if (clockVerdict(old.schedule, now) === null) {
    throw new ProviderError({
      summary: "The token is not due any more",
      detail: `This plan was made because generation ${old.generation} was ${cause}; by the clock it is not. Nothing was changed. Plan again.`,
      attribute: ["rotate_at"],
    });
  }
}

/** An earlier run was killed after its token was issued and before the state was saved. */
async function pickUp(
  rotation: Rotation,
  oldProbe: Probe | null,
  ports: LadderPorts,
): Promise<Candidate | undefined> {
  const pending = await ports.journal.pending();
  if (pending === null || pending.token === null) return undefined;
  const probe = await ports.probe(pending.token);
  switch (probe.verdict) {
    case "accepted":
      return (await livesBeside(pending.token, rotation, ports))
        ? takeHandedOver(rotation, ports)
        : { token: pending.token, issuedAt: pending.at, probe };
    case "rejected": // somebody generated another one since
      return giveWay(pending, rotation, oldProbe, ports);
    case "refused":
    case "unreachable":
      throw noVerdict(probe, `It is kept in ${ports.journal.file} and tried again next time.`);
  }
}

/**
 * Of two living tokens one is another tenant's, and the one that a person hands over after such a
 * mix-up is meant.
 */
async function livesBeside(
  pendingToken: string,
  { usedFingerprints }: Rotation,
  ports: LadderPorts,
): Promise<boolean> {
  const token = ports.handedOver()?.token;
  if (token === undefined || token === pendingToken) return false;
  if (usedFingerprints.includes(fingerprint(token))) return false;
  return (await ports.probe(token)).verdict === "accepted";
}

async function giveWay(
  pending: Pending,
  rotation: Rotation,
  oldProbe: Probe | null,
  ports: LadderPorts,
): Promise<Candidate> {
  if (ports.handedOver() !== null) return takeHandedOver(rotation, ports);
  const next =
    oldProbe?.verdict === "accepted"
      ? "The present token still works, and stays. Remove the entry with `druva-scim journal purge`, and apply again."
      : `Another one was probably generated since, and none is issued on top of that. Hand over the living token. ${ports.handoverSteps}`;
  throw new ProviderError({
    summary: "The token of the interrupted rotation is rejected by Druva",
    detail: `An earlier run issued the token ${pending.fingerprint}, kept in ${ports.journal.file}; Druva rejects it. ${next}`,
    attribute: ["token"],
  });
}

function obtain(
  rotation: Rotation,
  oldProbe: Probe | null,
  ports: LadderPorts,
): Promise<Candidate> {
  return rotation.change === "rotate" && rotation.issuer === "command"
    ? issue(oldProbe, ports)
    : takeHandedOver(rotation, ports);
}

async function issue(oldProbe: Probe | null, ports: LadderPorts): Promise<Candidate> {
  mustHaveAnswered(oldProbe);
  await ports.preflight(); // the old token is still alive
  ports.stopIfAsked();
  const rotationId = await ports.journal.intent(ports.clock.now());
  const token = await ports.issue(rotationId);
  const issuedAt = ports.clock.now();
  const isKept = await keep(`The issued token ${fingerprint(token)}`, ports, () =>
    ports.journal.issued(token, issuedAt),
  );
  const probe = await ports.probe(token);
  if (probe.verdict === "accepted") return { token, issuedAt, probe };
  const next = isKept
    ? `The issued token ${fingerprint(token)} is kept in ${ports.journal.file}; the next apply tries it again and issues none beside it.`
    : `The issued token ${fingerprint(token)} was kept nowhere, since ${ports.journal.file} could not be written. Make the journal's folder writable; the next apply calls the command with the same DRUVA_ROTATION_ID.`;
  throw probe.verdict === "rejected"
    ? rejectedByDruva("issued", probe, next)
    : noVerdict(probe, next);
}

/** A new token could not be proven now, and would have ended the old one for nothing. */
function mustHaveAnswered(oldProbe: Probe | null): void {
  if (oldProbe === null || oldProbe.verdict === "accepted" || oldProbe.verdict === "rejected") {
    return;
  }
  throw new ProviderError({
    summary: "No token is issued while Druva cannot be asked",
    detail: `Asked about the present token, ${oldProbe.message}. Expected 200 or 401. Nothing was issued and the present token stays. Apply again when Druva answers.`,
    attribute: ["token"],
  });
}

/**
 * Whether it was written. Once there is a new token the old one may be dead, so a journal that
 * fails now must not keep the new one from being bound.
 */
async function keep(
  what: string,
  ports: LadderPorts,
  write: () => Promise<void>,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const why = error.diagnostics.map(({ detail }) => detail).join(" ");
    ports.warn({
      summary: `${what} is not in the journal`,
      detail: `${ports.journal.file} could not be written, so until this apply has saved its state nothing else remembers the token: do not stop it. ${why}`,
      attribute: ["token"],
    });
    return false;
  }
}

async function takeHandedOver(rotation: Rotation, ports: LadderPorts): Promise<Candidate> {
  const handed = ports.handedOver();
  if (handed === null) {
    throw new ProviderError({
      summary: "No token was handed over",
      detail: ports.handoverSteps,
      attribute: ["token"],
    });
  }
  const { token, variable } = handed;
  const name = fingerprint(token);
  if (rotation.usedFingerprints.includes(name)) {
    throw new ProviderError({
      summary: "The token that was handed over is not new",
      detail: `${variable} holds ${name}, which this tenant has or had already. Expected: the token that was generated last. ${ports.handoverSteps}`,
      attribute: ["token"],
    });
  }
  const probe = await ports.probe(token);
  if (probe.verdict === "rejected") {
    throw rejectedByDruva(`handed over in ${variable}`, probe, ports.handoverSteps);
  }
  if (probe.verdict !== "accepted") {
    throw noVerdict(probe, `The token stays in ${variable}: apply again when Druva answers.`);
  }
  await keep(`The token ${name} of ${variable}`, ports, () =>
    ports.journal.handedOver(name, ports.clock.now()),
  );
  return { token, issuedAt: null, probe };
}

function rejectedByDruva(which: string, probe: Probe, next: string): ProviderError {
  return new ProviderError({
    summary: "Druva rejects the new token",
    detail: `The token ${which} does not work: ${probe.message}. Nothing was bound. ${next}`,
    attribute: ["token"],
  });
}

function noVerdict(probe: Probe, next: string): ProviderError {
  return new ProviderError({
    summary: "Druva gave no verdict on the new token",
    detail: `Only an answer of 200 proves a token: ${probe.message}. Nothing was bound. ${next}`,
    attribute: ["token"],
  });
}
