/** Runs what starts Terraform first, so that no worker is left alone with it at the end. */
const { default: Sequencer } = require("@jest/test-sequencer");

const LONGEST = [
  /\/e2e\/(tour|sabotage)/,
  /\/(github|rotate|run|plan-and-drift|short)\.terraform/,
  /\/e2e\//,
  /\.terraform\.test\.ts$/,
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = LONGEST.findIndex((pattern) => pattern.test(path));
      return found < 0 ? LONGEST.length : found;
    };
    // Jest's own order, by what it knows of earlier runs and by size, decides among equals.
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
