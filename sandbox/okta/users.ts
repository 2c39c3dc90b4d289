/** GET users/me: what the okta provider asks for first, to see whether its token works. */
import type { Server } from "../server";

export function serveUsers(server: Server): void {
  server.get("/api/v1/users/me", async () => ({
    id: "00uSandboxAdmin",
    status: "ACTIVE",
    profile: {
      login: "admin@acme.example",
      email: "admin@acme.example",
      firstName: "Admin",
      lastName: "Acme",
    },
  }));
}
