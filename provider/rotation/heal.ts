/**
 * The rule of apply: a binding that fails its test although whoever wrote it believes it is done
 * gets the token once more, and then the test decides. So does one whose test alone shows nothing.
 */
import { ProviderError } from "../framework/diagnostics";
import { type BoundPlace, testBinding, type TestResult } from "./connection-test";

/**
 * Tests, writes at most once, and tests again. Without a token (null) it only tests. A place that can
 * test what it has, but could not be asked, is not written to: nothing says that it needs it. Throws
 * what a refused write throws, and a ProviderError where the token itself is not known to work.
 */
export async function testOrHealOnce(
  place: BoundPlace,
  token: string | null,
  signal: AbortSignal,
): Promise<TestResult> {
  if (token === null || place.provenBy === "person") return testBinding(place, signal);
  let shown = "";
  if (place.provenBy === "test") {
    const first = await testBinding(place, signal);
    if (first.verdict === "tested" || first.verdict === "no-verdict") return first;
    shown = `${first.evidence}. `;
  }
  await refuseUnprovenToken(place, token, shown, signal);
  await place.write(token, signal);
  return testBinding(place, signal);
}

/** What the place holds may be alive, whatever was shown of it: a dead token must not take its place. */
async function refuseUnprovenToken(
  place: BoundPlace,
  token: string,
  shown: string,
  signal: AbortSignal,
): Promise<void> {
  const probe = await place.tryToken?.(token, signal);
  if (probe === undefined || probe.verdict === "accepted") return;
  const todo =
    probe.verdict === "rejected"
      ? "Let druva_scim_token take over the living token, and apply again"
      : "Apply again once Druva accepts it";
  throw new ProviderError({
    summary: "A binding was not given a token that may be dead",
    detail: `${place.name}: ${shown}The token that is known here was not put in: ${probe.message}. ${todo}.`,
  });
}
