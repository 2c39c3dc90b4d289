/** Evidence in a line, of what Terraform and cdktf answered. */
import type { Run } from "./run-program";
import type { TourPlan } from "./workplace";

const LINES_OF_A_FAILURE = 40;

export function ofDeployment({ exitCode, output }: Run): string {
  if (exitCode === 0) return "the deploy exited 0";
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return `the deploy exited ${exitCode}:\n${lines.slice(-LINES_OF_A_FAILURE).join("\n")}`;
}

export function ofPlan({ exitCode, changes, errors }: TourPlan): string {
  const list = changes.map(({ address, actions }) => `${actions.join("+")} ${address}`);
  const said = exitCode === 1 ? errors : list;
  return `terraform plan exited ${exitCode}: ${said.join(", ") || "no changes"}`;
}
