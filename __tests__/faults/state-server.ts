/** A state backend over HTTP, which can keep a save to itself. */
import { createServer, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export class StateServer {
  /** As it was saved last; empty before. */
  state = "";
  isHeld = false;
  private holds = false;
  private waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StateServer> {
    const server = createServer((request, response) => {
      void (async () => {
        if (request.method !== "POST")
          return answer(response, made.state === "" ? 404 : 200, made.state);
        const state = await text(request);
        if (made.holds) {
          made.isHeld = true;
          const isLetGo = await new Promise<boolean>((resolve) => {
            made.waiting.push(() => resolve(true));
            response.once("close", () => resolve(false));
          });
          if (!isLetGo) return;
        }
        made.state = state;
        answer(response, 200, "");
      })();
    });
    const made = new StateServer(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return made;
  }

  get address(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("It has no port.");
    return `http://127.0.0.1:${address.port}/`;
  }

  /** The next saves get no answer, and nothing is saved. */
  hold(): void {
    this.holds = true;
    this.isHeld = false;
  }

  /** They are saved after all, if somebody still waits. */
  letGo(): void {
    this.holds = false;
    for (const go of this.waiting.splice(0)) go();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
