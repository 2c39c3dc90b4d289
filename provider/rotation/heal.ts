/**
 * The rule of apply: a binding that fails its test although whoever wrote it believes it is done
 * gets the token once more, and then the test decides.
 */
import { type BoundPlace, testBinding, type TestResult } from "./connection-test";

/**
 * Tests, writes at most once, and tests again. Without a token (null) it only tests. A place that
 * could not be asked is not written to: nothing says that it needs it. Throws what a refused write
 * throws.
 */
export async function testOrHealOnce(
  place: BoundPlace,
  token: string | null,
  signal: AbortSignal,
): Promise<TestResult> {
  if (token === null || place.provenBy === "person") return testBinding(place, signal);
  if (place.provenBy === "test") {
    const first = await testBinding(place, signal);
    if (first.verdict === "tested" || first.verdict === "no-verdict") return first;
  }
  await place.write(token, signal);
  return testBinding(place, signal);
}
