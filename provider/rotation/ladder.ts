/**
 * How a tenant gets another token, step by step, so that a crash at any step loses no token and issues
 * no second one. By a command: ask Druva about the old token, preflight, intent, issue, journal, ask
 * about the new one. By a person: ask about the old token, take the new one, ask about it, rule out
 * another tenant's, journal. Only the new token's 200 counts.
 */
import { ProviderError } from "../framework/diagnostics";
import { fingerprint } from "./fingerprint";
import { type Journal, type Pending, removing } from "./journal";
import type { Probe } from "./probe";
import { clockVerdict, type Schedule } from "./schedule";
import type { Cause, Change } from "./triggers";
import { type Newcomer, ruleOutMixUp, type TenantPorts } from "./whose-token";

/** A clock that is wrong by more makes dates that are wrong for a year. */
const MOST_CLOCK_ERROR_MS = 10 * 60_000;

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
    /** When the plan looked: if it is dead now, the click that made the new one has ended it. */
    readonly wasAlive: boolean;
  } | null;
  /** Of all tokens before, the old one among them. */
  readonly usedFingerprints: readonly string[];
  /** Of a token that a review accepted for this tenant although nothing shows that it is the tenant's. */
  readonly acceptUnproven: string | null;
}

export interface HandedOver {
  /** The environment variable that it came in. */
  readonly variable: string;
  /** The variable is this tenant's own; any tenant's token may be in another. */
  readonly namesTenant: boolean;
  readonly token: string;
}

/** All that the ladder touches. Each may take long, and the process may end after any of them. */
export interface LadderPorts extends TenantPorts {
  /** Throws where a consumer would be left without a working token. */
  preflight(): Promise<void>;
  /** Throws where a place that holds the present token shows that it works, whatever Druva says. */
  mustBeDead(): Promise<void>;
  /** Does the task; until it has settled, only SIGKILL ends the process. */
  uninterrupted<T>(task: () => Promise<T>): Promise<T>;
  /** Makes a token. Not to be called again when it fails: it may have made one. */
  issue(rotationId: string): Promise<Printed>;
  /**
   * The token that the command of an interrupted run printed; null where there is no whole answer.
   * Waits for a command that still runs, and throws where it does not end.
   */
  earlierAnswer(): Promise<Pick<Printed, "token" | "file"> | null>;
  /** What the command printed is no token. */
  forgetAnswer(): Promise<void>;
  handedOver(): HandedOver | null;
  /** What a person has to do to hand one over. */
  readonly handoverSteps: string;
  readonly journal: Journal;
  /** Throws when Terraform asked to stop. */
  stopIfAsked(): void;
}

/** What an issuing command left. */
export interface Printed {
  readonly token: string;
  /** In which it is, until the journal has it. */
  readonly file: string;
  /** It printed a whole answer and failed all the same: only Druva can tell whether that is a token. */
  readonly failure: { readonly how: string; readonly error: ProviderError } | null;
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
  /** A person or the journal has it too. If not, it is lost unless it gets into the state. */
  readonly isKept: boolean;
}

type Candidate = Pick<NewToken, "token" | "issuedAt"> &
  Pick<Newcomer, "isStray" | "next"> & {
    readonly probe: Probe;
    /** In which it was handed over. */
    readonly variable?: string;
  };

export async function climb(rotation: Rotation, ports: LadderPorts): Promise<NewToken> {
  const { old } = rotation;
  const oldProbe = old && (await ports.probe(old.token));
  mustStillHold(rotation, oldProbe, ports.clock.now());

  const { token, issuedAt, probe, isStray, next, variable } =
    (await pickUp(rotation, oldProbe, ports)) ?? (await obtain(rotation, oldProbe, ports));

  const aliveBefore = oldProbe?.verdict === "accepted" ? oldProbe.at : null;
  const killedByClick = variable !== undefined && old?.wasAlive === true;
  const aliveAgain = await ruleOutMixUp(
    { token, provenAt: probe.at, isStray, next },
    old && {
      token: old.token,
      seenAlive: aliveBefore !== null ? "now" : killedByClick ? "earlier" : null,
    },
    rotation.acceptUnproven,
    ports,
  );
  // Not before: it takes the place of a pending token.
  if (variable !== undefined) await rememberHandedOver(token, variable, ports);
  return {
    token,
    fingerprint: fingerprint(token),
    issuedAt,
    provenAt: probe.at,
    oldTokenLastValidAt: aliveAgain ?? aliveBefore,
    isKept: next !== null,
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
  const found = await pendingIn(rotation, ports);
  if (found === null) return undefined;
  if (issuesOnTop(found, rotation)) return takeAgain(found, rotation, ports);
  const printed = await printedSince(found, rotation, ports);
  const pending = printed ?? found;
  const { token, at } = pending;
  if (token === null) return undefined;
  const probe = await ports.probe(token);
  if (probe.verdict === "rejected") {
    // A command that printed no token of Druva's has ended none: it is called again, with its id.
    if (printed !== null && (await isOldAlive(rotation, ports))) return undefined;
    return giveWay(pending, rotation, oldProbe, ports);
  }

  const other = await acceptedBeside(token, rotation, ports);
  if (probe.verdict !== "accepted") {
    if (other?.namesTenant) return takeHandedOver(rotation, ports);
    throw noVerdict(probe, `It is kept in ${pending.file} and tried again next time.`);
  }
  const kept = printed === null ? pending.file : await keep(token, at, ports);
  const file = typeof kept === "string" ? kept : pending.file; // the answer's, which stays
  // Of two that work one is another tenant's: after such a mix-up a person hands over the right one,
  // in the variable that names the tenant. In any other it may be there by accident.
  if (other?.namesTenant) return takeHandedOver(rotation, ports);
  if (other !== null) ports.warn(notTaken(other, pending));
  return { token, issuedAt: at, probe, isStray: false, next: ofIssued(file) };
}

/**
 * Before a command issues, what cannot be read stops everything. A person's token has ended all that
 * an entry could hold.
 */
async function pendingIn(rotation: Rotation, ports: LadderPorts): Promise<Pending | null> {
  try {
    return await ports.journal.pending();
  } catch (error) {
    if (isByCommand(rotation) || !(error instanceof ProviderError)) throw error;
    ports.warn({
      summary: "The journal is not looked at",
      detail: `${whyOf(error)} It is not needed for the token that is handed over.`,
      attribute: ["token"],
    });
    return null;
  }
}

/** A token that was handed over lives, and is not in the state: a command would end it. */
function issuesOnTop({ token, fingerprint }: Pending, rotation: Rotation): boolean {
  return token === null && fingerprint !== null && isByCommand(rotation);
}

/** The token that the command has printed, which no journal took: the provider was killed, or the command failed. */
async function printedSince(
  pending: Pending,
  rotation: Rotation,
  ports: LadderPorts,
): Promise<Pending | null> {
  if (pending.token !== null || pending.fingerprint !== null || !isByCommand(rotation)) return null;
  const printed = await ports.earlierAnswer();
  if (printed === null || rotation.usedFingerprints.includes(fingerprint(printed.token)))
    return null;
  return { ...pending, ...printed, fingerprint: fingerprint(printed.token) };
}

/** Now, at this moment: the command may have ended it since the run began. */
async function isOldAlive({ old }: Rotation, ports: LadderPorts): Promise<boolean> {
  return old !== null && (await ports.probe(old.token)).verdict === "accepted";
}

async function takeAgain(
  pending: Pending,
  rotation: Rotation,
  ports: LadderPorts,
): Promise<Candidate> {
  const handed = ports.handedOver();
  const isSame = handed !== null && fingerprint(handed.token) === pending.fingerprint;
  // Shown to be this tenant's before it was written to the journal.
  if (isSame) return { ...(await takeHandedOver(rotation, ports)), isStray: false };
  if (handed?.namesTenant) return takeHandedOver(rotation, ports);
  throw new ProviderError({
    summary: "No token is issued on top of one that was handed over",
    detail: `By ${pending.file} an earlier run took the token ${pending.fingerprint} from a person, and ended before it was in the state. Another one would end it. Hand over that token, or the one that was generated last: set it in the tenant's variable and apply again. If nobody has it, remove the entry with \`druva-scim journal purge --force\` and apply again: the command then issues one.`,
    attribute: ["token"],
  });
}

/** A new token that is handed over and works, other than the pending one. */
async function acceptedBeside(
  pendingToken: string,
  { usedFingerprints }: Rotation,
  ports: LadderPorts,
): Promise<HandedOver | null> {
  const handed = ports.handedOver();
  if (handed === null || handed.token === pendingToken) return null;
  if (usedFingerprints.includes(fingerprint(handed.token))) return null;
  return (await ports.probe(handed.token)).verdict === "accepted" ? handed : null;
}

function notTaken({ variable, token }: HandedOver, pending: Pending) {
  return {
    summary: `${variable} is not taken`,
    detail: `It holds ${fingerprint(token)}. Druva accepts it, and also ${pending.fingerprint}, which an earlier run issued for this tenant: that one is used, since a variable without the tenant's name can hold any tenant's token. Remove ${variable}.`,
    attribute: ["token"],
  };
}

function ofIssued(file: string): string {
  return `it is kept in ${file} and tried again; hand this tenant's token over, in the variable that names the tenant. To have another one issued instead, ${removing(file)}.`;
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
      ? `The present token still works, and stays. To go on, ${removing(ports.journal.file, pending.file)}, and apply again.`
      : `Another one was probably generated since, and none is issued on top of that. Hand over the token that was generated last. ${ports.handoverSteps}`;
  throw new ProviderError({
    summary: "The token of the interrupted rotation is rejected by Druva",
    detail: `An earlier run issued the token ${pending.fingerprint}, kept in ${pending.file}; Druva rejects it. ${next}`,
    attribute: ["token"],
  });
}

function obtain(
  rotation: Rotation,
  oldProbe: Probe | null,
  ports: LadderPorts,
): Promise<Candidate> {
  return isByCommand(rotation) ? issue(rotation, oldProbe, ports) : takeHandedOver(rotation, ports);
}

function isByCommand({ change, issuer }: Rotation): boolean {
  return change === "rotate" && issuer === "command";
}

async function issue(
  rotation: Rotation,
  oldProbe: Probe | null,
  ports: LadderPorts,
): Promise<Candidate> {
  const { cause, usedFingerprints } = rotation;
  mustHaveAnswered(oldProbe);
  mustHaveRightClock(oldProbe);
  await ports.preflight(); // the old token is still alive
  if (cause === "rejected") await ports.mustBeDead();
  ports.stopIfAsked();
  const { token, issuedAt, kept, asked } = await ports.uninterrupted(async () => {
    const rotationId = await ports.journal.intent(ports.clock.now());
    const printed = await ports.issue(rotationId);
    const { token, failure } = printed;
    if (usedFingerprints.includes(fingerprint(token))) throw failure?.error ?? notNew(token);
    if (failure !== null) await mustBeToken(printed, failure, rotation, ports);
    const issuedAt = ports.clock.now();
    let kept = await keep(token, issuedAt, ports);
    if (typeof kept === "string") return { token, issuedAt, kept, asked: null };
    let asked: Probe;
    try {
      asked = await ports.probe(token);
    } finally {
      kept = await keep(token, issuedAt, ports); // whatever became of the question
    }
    return { token, issuedAt, kept, asked };
  });
  const probe = asked ?? (await ports.probe(token));
  const name = `The issued token ${fingerprint(token)}`;
  if (probe.verdict === "accepted") {
    const known = { token, issuedAt, probe, isStray: false };
    if (typeof kept === "string") return { ...known, next: ofIssued(kept) };
    // The old one may be dead: a journal that fails must not keep this one from being bound.
    ports.warn({
      summary: `${name} is not in the journal`,
      detail: `Until this apply has saved its state nothing else remembers the token: do not stop it. ${whyOf(kept)}`,
      attribute: ["token"],
    });
    return { ...known, next: null };
  }
  const next =
    typeof kept === "string"
      ? `${name} is kept in ${kept}; the next apply tries it again and issues none beside it.`
      : `${name} was kept nowhere, since neither ${ports.journal.file} nor a file among the temporary ones could be written. Make the journal's folder writable; the next apply calls the command with the same DRUVA_ROTATION_ID.`;
  throw probe.verdict === "rejected"
    ? rejectedByDruva("issued", probe, next)
    : noVerdict(probe, next);
}

/**
 * The journal takes what a failed command printed only where Druva accepts it: it may be of a trial
 * run. That it is none is shown by the old token, which still works; one 401 may come from a gateway.
 */
async function mustBeToken(
  { token, file }: Printed,
  { how, error }: NonNullable<Printed["failure"]>,
  rotation: Rotation,
  ports: LadderPorts,
): Promise<void> {
  const probe = await ports.probe(token);
  if (probe.verdict === "rejected" && (await isOldAlive(rotation, ports))) {
    await ports.forgetAnswer();
    throw error;
  }
  if (probe.verdict !== "accepted") {
    const next = `The command failed (${how}), and what it printed may be a token: it is in ${file}, and the next apply asks about it again before it calls a command.`;
    throw probe.verdict === "rejected"
      ? rejectedByDruva("printed", probe, next)
      : noVerdict(probe, next);
  }
  ports.warn({
    summary: "The command that issues tokens failed, and its token works",
    detail: `${how}. It had printed ${fingerprint(token)}, which Druva accepts and which is used. Find out why it failed, before the next rotation.`,
    attribute: ["issuer", "command"],
  });
}

function notNew(token: string): ProviderError {
  return new ProviderError({
    summary: "The command did not issue a new token",
    detail: `It printed ${fingerprint(token)}, which this tenant has or had already. Expected: a token that was generated in this run. Nothing was bound and no token was lost: the present one is in state. Correct issuer.command and apply again; it gets the same DRUVA_ROTATION_ID.`,
    attribute: ["issuer", "command"],
  });
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

/** It would date the new token wrongly for its whole life. */
function mustHaveRightClock(oldProbe: Probe | null): void {
  if (oldProbe === null || !isClockWrong(oldProbe)) return;
  throw new ProviderError({
    summary: "No token is issued while this machine's clock is wrong",
    detail: `${clockInWords(oldProbe)}. Nothing was issued and the present token stays. Set the clock and apply again.`,
    attribute: ["issued_at"],
  });
}

export function isClockWrong({ clockAheadMs = 0 }: Probe): boolean {
  return Math.abs(clockAheadMs) > MOST_CLOCK_ERROR_MS;
}

export function clockInWords({ clockAheadMs = 0 }: Probe): string {
  const minutes = Math.round(Math.abs(clockAheadMs) / 60_000);
  return `The clock of this machine is ${minutes} minutes ${clockAheadMs > 0 ? "ahead of" : "behind"} Druva's`;
}

/** The file in which the issued token is, or why there is none. */
async function keep(
  token: string,
  issuedAt: Date,
  { journal }: LadderPorts,
): Promise<string | ProviderError> {
  try {
    return await journal.issued(token, issuedAt);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
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
  const { token, variable, namesTenant } = handed;
  const name = fingerprint(token);
  if (rotation.usedFingerprints.includes(name)) {
    throw new ProviderError({
      summary: "The token that was handed over is not new",
      detail: `${variable} holds ${name}, which this tenant has or had already. Expected: the token that was generated last. ${ports.handoverSteps}`,
      attribute: ["token"],
    });
  }
  const probe = await ports.probe(token);
  const isAdopted = rotation.cause === "begun" && rotation.change === "take over";
  const called = isAdopted ? "the token that was handed over" : "the new token";
  if (probe.verdict === "rejected") {
    throw rejectedByDruva(`handed over in ${variable}`, probe, ports.handoverSteps, called);
  }
  if (probe.verdict !== "accepted") {
    const next = `The token stays in ${variable}: apply again when Druva answers.`;
    throw noVerdict(probe, next, called);
  }
  // Where a person was to hand one over, a plain variable is where it is expected.
  const isExpected = rotation.cause !== "rejected" && !isByCommand(rotation);
  const isStray = !namesTenant && !isExpected;
  const next = `set ${variable} to a token of this tenant, and apply again.`;
  return { token, issuedAt: null, probe, isStray, next, variable };
}

async function rememberHandedOver(
  token: string,
  variable: string,
  ports: LadderPorts,
): Promise<void> {
  const name = fingerprint(token);
  try {
    await ports.journal.handedOver(name, ports.clock.now());
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ports.warn({
      summary: `The token ${name} of ${variable} is not in the journal`,
      detail: `${whyOf(error)} Keep ${variable} until this apply has saved its state: after an interruption the token is to be handed over again.`,
      attribute: ["token"],
    });
  }
}

function whyOf({ diagnostics }: ProviderError): string {
  return diagnostics.map(({ detail }) => detail).join(" ");
}

function rejectedByDruva(
  which: string,
  probe: Probe,
  next: string,
  called = "the new token",
): ProviderError {
  return new ProviderError({
    summary: `Druva rejects ${called}`,
    detail: `The token ${which} does not work: ${probe.message}. Nothing was bound. ${next}`,
    attribute: ["token"],
  });
}

function noVerdict(probe: Probe, next: string, called = "the new token"): ProviderError {
  return new ProviderError({
    summary: `Druva gave no verdict on ${called}`,
    detail: `Only an answer of 200 proves a token: ${probe.message}. Nothing was bound. ${next}`,
    attribute: ["token"],
  });
}
