/** An issuing command that stops where a scenario wants it to. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlClient } from "../../sandbox/control/client";
import type { Issuer } from "./rotating-stack";
import { until } from "./until";

/** In this order; `exited`: by itself, while the provider is kept from looking. */
export const STAGES = ["called", "issued", "printed half", "printed all", "exited"] as const;
export type Stage = (typeof STAGES)[number];

const SCRIPT = `
cd "$1" && echo "$DRUVA_ROTATION_ID" >> calls
if [ -e "by-$DRUVA_ROTATION_ID" ]; then cat "by-$DRUVA_ROTATION_ID"; exit; fi
[ -e held ] || exec druva-issue
echo $$ > pid
echo $PPID > provider
wait_for() { while [ ! -e "$1" ]; do sleep 0.05; done; }
: > called
wait_for half; cat half; : > printed-half
wait_for rest; cat rest; : > printed-all
wait_for leave
`;

export class HeldIssuer {
  private answer = "";

  /** `honoursId`: called again with the same id it prints the same token. */
  constructor(
    private readonly folder: string,
    private readonly control: ControlClient,
    private readonly honoursId: boolean,
  ) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(join(folder, "held"), "");
  }

  get issuer(): Issuer {
    return {
      kind: "command",
      command: ["/bin/sh", "-c", SCRIPT, "issuer", this.folder],
      environment: [],
    };
  }

  get calls(): number {
    return this.has("calls") ? this.read("calls").trim().split("\n").length : 0;
  }
  get pid(): number {
    return Number(this.read("pid"));
  }

  /** Lets it go on to that stage. */
  async reach(stage: Stage): Promise<void> {
    await until(() => this.has("called"));
    const last = STAGES.indexOf(stage);
    if (last >= STAGES.indexOf("issued") && this.answer === "") {
      this.answer = JSON.stringify({ token: await this.control.generateToken("issuer") });
      if (this.honoursId) this.put(`by-${this.read("calls").trim()}`, this.answer);
    }
    if (last >= STAGES.indexOf("printed half")) {
      this.put("half", this.answer.slice(0, 20));
      await until(() => this.has("printed-half"));
    }
    if (last >= STAGES.indexOf("printed all")) {
      this.put("rest", this.answer.slice(20));
      await until(() => this.has("printed-all"));
    }
    if (stage === "exited") {
      process.kill(Number(this.read("provider")), "SIGSTOP");
      this.put("leave", "");
      await until(() => !isRunning(this.pid));
    }
  }

  /** Lets it finish if it still runs, and the next one issue at once. */
  async finish(): Promise<void> {
    rmSync(join(this.folder, "held"), { force: true });
    if (!this.has("called") || !isRunning(this.pid)) return;
    await this.reach("printed all");
    this.put("leave", "");
    await until(() => !isRunning(this.pid));
  }

  private has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }
  private read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }
  /** Whole, or not there. */
  private put(name: string, text: string): void {
    writeFileSync(join(this.folder, "new"), text);
    renameSync(join(this.folder, "new"), join(this.folder, name));
  }
}

/** A process that has ended and that nobody has asked about runs no more. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}
