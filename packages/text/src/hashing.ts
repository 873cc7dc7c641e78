/** The finaliser of MurmurHash3 (Appleby, public domain): every bit of the word changes every bit of the result. */
export const mix32 = (word: number): number => {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/**
 * A 32-bit hash of a text's UTF-16 units (FNV-1a, then the finaliser of MurmurHash3). Not for secrets.
 *
 * @example hash32("科普") === hash32("科普"); // => true
 */
export const hash32 = (text: string, seed = 0): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    hash = Math.imul(hash ^ (code & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (code >>> 8), 0x01000193);
  }
  return mix32(hash);
};
