/** How what goes wrong in a stand-in reaches Terraform: in the real provider's words, with its hazards. */
import { ProviderError } from "../../provider/framework/diagnostics";
import { StoredDespiteError } from "../../provider/framework/stored-despite-error";

/** Runs `work`; whatever it throws becomes an error for a person under that headline. */
export async function failingWith<T>(
  summary: string,
  work: () => Promise<T>,
  {
    attribute,
    detailOf = (reason) => reason,
  }: { readonly attribute?: string; readonly detailOf?: (reason: string) => string } = {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError({
      summary,
      detail: detailOf(reason),
      ...(attribute !== undefined && { attribute: [attribute] }),
    });
  }
}

/** Terraform's older SDK stores that state, whatever becomes of `work`. */
export async function storedDespite<T>(state: object, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ProviderError
      ? new StoredDespiteError({ ...state }, ...error.diagnostics)
      : error;
  }
}
