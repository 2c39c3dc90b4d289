/** Prints as it loads, the way a careless library does: must not reach standard output. */
console.log("a noisy library is loading");
