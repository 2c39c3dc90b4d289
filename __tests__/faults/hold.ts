/** Keeps a rotation at a point, until somebody has been ended there. */
import { execFileSync, spawn } from "node:child_process";
import { constants, rmSync } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { open as openJournal } from "../../provider/rotation/journal";
import { TENANT } from "../../tour/acme";
import { type IssuerKind, type Point, users } from "./kill-points";
import { openFilesOf } from "./open-files";
import type { RotatingStack } from "./rotating-stack";
import type { StateServer } from "./state-server";
import { until } from "./until";

const AN_HOUR_MS = 3_600_000;

export class Hold {
  private fifo: { readonly file: string; readonly handle?: FileHandle } | undefined;
  private fault: string | undefined;

  constructor(
    private readonly stack: RotatingStack,
    private readonly point: Point,
    private readonly oldToken: string,
    private readonly stateServer: StateServer | undefined,
  ) {}

  /** For Terraform. */
  get args(): readonly string[] {
    return this.fifo !== undefined && this.point.save ? [`-backup=${this.fifo.file}`] : [];
  }

  /** `issuer`: a handover's apply asks Druva about the old token first. */
  async arm(issuer: IssuerKind): Promise<void> {
    const { request, save, backend } = this.point;
    if (save) {
      if (backend === "http") this.stateServer?.hold();
      return;
    }
    if (request === undefined) return;
    const { before, skip = 0, ...fault } = request;
    const isLater = issuer === "handover" && !before && fault.path === users.path;
    const held = { ...fault, delayMs: AN_HOUR_MS, count: 1, skip: skip + (isLater ? 1 : 0) };
    this.fault = (await this.stack.control.faults.add(held)).id;
  }

  async reached(terraform: number): Promise<void> {
    if (this.point.save) return await this.saveReached(terraform);
    if (this.fault === undefined) return;
    const { faults } = this.stack.control;
    await until(async () =>
      (await faults.list()).some(({ id, seen }) => id === this.fault && seen > 0),
    );
    if (this.point.journal) await this.holdJournal();
  }

  /** Whoever reads the entry next waits for what is never written. */
  private async holdJournal(): Promise<void> {
    const { file } = openJournal(this.stack.journal, {
      tenant: TENANT,
      scimUrl: this.stack.repository.environment["DRUVA_SCIM_URL"] ?? "",
      priorFingerprint: this.oldToken,
    });
    await mkdir(this.stack.journal, { recursive: true, mode: 0o700 });
    execFileSync("mkfifo", ["-m", "600", file]);
    this.fifo = { file };
    await this.stack.control.faults.clear();
    // Until somebody has opened it for reading.
    this.fifo = { file, handle: await open(file, "w") };
  }

  private async saveReached(terraform: number): Promise<void> {
    if (this.point.backend === "http") return await until(() => this.stateServer?.isHeld === true);
    const file = this.fifo?.file;
    await until(() => openFilesOf(terraform).some((each) => each === file));
  }

  async release(): Promise<void> {
    await this.stack.control.faults.clear();
    this.stateServer?.letGo();
    if (this.point.save && this.fifo !== undefined) await emptied(this.fifo.file);
    await this.fifo?.handle?.close();
    if (this.fifo !== undefined) rmSync(this.fifo.file, { force: true });
    this.fifo = undefined;
  }

  /** A pipe that is full: the old state's backup, which is written first, does not end. */
  async fill(): Promise<void> {
    if (!this.point.save || this.point.backend === "http") return;
    const file = join(this.stack.repository.sandbox.directory, "backup");
    execFileSync("mkfifo", ["-m", "600", file]);
    const handle = await open(file, constants.O_RDWR | constants.O_NONBLOCK);
    this.fifo = { file, handle };
    const chunk = Buffer.alloc(4096, " ");
    for (let isFull = false; !isFull;) await handle.write(chunk).catch(() => (isFull = true));
  }
}

/** Whoever writes into the pipe goes on; what empties it ends with the last of them. */
async function emptied(file: string): Promise<void> {
  const { pid = 0 } = spawn("cat", [file], { stdio: "ignore" });
  await until(() => openFilesOf(pid).some((each) => each === file));
}
