import { ProviderError } from "../../../provider/framework/diagnostics";

/** Runs `work`; whatever it throws becomes an error for a person under that headline. */
export async function failingWith<T>(
  summary: string,
  work: () => Promise<T>,
  attribute?: string,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ProviderError({
      summary,
      detail,
      ...(attribute !== undefined && { attribute: [attribute] }),
    });
  }
}
