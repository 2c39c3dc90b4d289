/** One access token for all calls that need one, until shortly before it ends. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** So that no call runs with a token that is about to end. */
const MARGIN_MS = 60_000;

/** Calls that come together share one request; a failed one is not kept. */
export function shared(
  get: (signal: AbortSignal) => Promise<AccessToken>,
): (signal: AbortSignal) => Promise<string> {
  let current: Promise<AccessToken> | undefined;
  let expiresAtMs = 0;

  async function renewed(signal: AbortSignal): Promise<AccessToken> {
    try {
      const token = await get(signal);
      expiresAtMs = token.expiresAtMs;
      return token;
    } catch (error) {
      current = undefined;
      throw error;
    }
  }

  return async (signal) => {
    if (current === undefined || expiresAtMs - MARGIN_MS < Date.now()) {
      expiresAtMs = Number.POSITIVE_INFINITY; // while it is on its way
      current = renewed(signal);
    }
    return (await current).token;
  };
}
