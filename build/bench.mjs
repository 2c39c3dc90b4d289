/**
 * Measures one of these, and exits with 1 where its limit is not held:
 *
 * node build/bench.mjs start [bundle]    the provider's start against `node -e 0`: at most 4x
 * node build/bench.mjs synth             the app's synth against loading cdktf alone: at most 2.5x
 * node build/bench.mjs scale [numbers]   a deploy at 1, 30, 100 and 1,000 applications (20 minutes)
 * node build/bench.mjs cli [rounds]      `druva-scim plan` against the same by hand: at most 1.5x
 */
const SUBJECTS = ["start", "synth", "scale", "cli"];

const [subject, ...args] = process.argv.slice(2);
if (!SUBJECTS.includes(subject)) {
  console.error(`usage: npm run bench -- ${SUBJECTS.join("|")}`);
  process.exit(1);
}
const { measure } = await import(`./bench/${subject}.mjs`);
process.exitCode = (await measure(...args)) ? 0 : 1;
