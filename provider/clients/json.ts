/** Reads what a vendor answers; zod is loaded with the first answer, not with the provider. */
import type { z, ZodType } from "zod";

export type Z = typeof z;

/** Throws an Error in one line where the answer is not JSON of that shape. */
export async function readJson<T>(body: string, shape: (z: Z) => ZodType<T>): Promise<T> {
  const { z } = await import("zod");
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Error("the answer is not JSON");
  }
  const parsed = shape(z).safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "it"}: ${issue.message}`,
  );
  throw new Error(`the answer has another shape than documented (${places.join("; ")})`);
}
