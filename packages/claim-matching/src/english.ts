const suffixes: readonly (readonly [ending: string, put: string, least: number])[] = [
  ["ations", "ate", 3],
  ["ation", "ate", 3],
  ["ements", "", 4],
  ["ement", "", 4],
  ["iness", "y", 3],
  ["ness", "", 3],
  ["ingly", "", 3],
  ["edly", "", 3],
  ["ies", "y", 2],
  ["sses", "ss", 2],
  ["xes", "x", 2],
  ["ches", "ch", 2],
  ["shes", "sh", 2],
  ["ing", "", 3],
  ["ied", "y", 2],
  ["ed", "", 3],
  ["ly", "", 3],
];

/**
 * A light stemmer for lower-case English words (plural, past, -ing, -ly, -ation, -ness, a final e), so that forms of a word
 * are compared as one. Lighter than Porter 1980: it never joins words of other meaning by long suffix chains.
 *
 * @example ["vaccines", "vaccinated", "vaccination", "causing", "5g", "covid19"].map(stemWord); // => ["vaccin", "vaccinat", "vaccinat", "caus", "5g", "covid19"]
 */
export const stemWord = (word: string): string => {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word;
  let stem = word;
  for (const [ending, put, least] of suffixes)
    if (stem.endsWith(ending) && stem.length - ending.length >= least) {
      stem = stem.slice(0, -ending.length) + put;
      break;
    }
  if (stem === word && stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us"))
    stem = stem.slice(0, -1);
  // stopping, stop: a doubled last consonant goes
  if (stem !== word && /([bdgmnprt])\1$/u.test(stem)) stem = stem.slice(0, -1);
  return stem.length > 3 && stem.endsWith("e") ? stem.slice(0, -1) : stem;
};
