/** Prints as it loads, the way a careless library does: must not reach standard output. */
// eslint-disable-next-line no-console -- this is what it is for
console.log("a noisy library is loading");
