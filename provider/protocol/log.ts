/** Lines that Terraform takes into its own log (TF_LOG), as go-plugin's hclog writes them. */

/** For those who look into a defect; must hold no secret. */
export function logError(message: string, details: Readonly<Record<string, string>> = {}): void {
  const line = {
    "@level": "error",
    "@message": message,
    "@timestamp": new Date().toISOString(),
    ...details,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
