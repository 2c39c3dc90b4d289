/** Entra is eventually consistent: what was changed may be shown as it was before for a while. */

/** Looks rather than seconds: it is the same at every run. */
export const OUTDATED_LOOKS = 2;

export class ReplicationLag<T> {
  readonly #outdated = new Map<string, { readonly value: T; looks: number }>();

  /** `id` has been changed, and was this before. */
  changed(id: string, before: T): void {
    this.#outdated.set(id, { value: before, looks: OUTDATED_LOOKS });
  }

  /** What a look at `id` still shows; `undefined`: what it is now. */
  look(id: string): { readonly value: T } | undefined {
    const outdated = this.#outdated.get(id);
    if (outdated === undefined || outdated.looks === 0) return undefined;
    outdated.looks--;
    return outdated;
  }
}
