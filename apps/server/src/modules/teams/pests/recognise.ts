import { toSimplified } from "@kepu/text";
import { type Crop, cropCodes, cropWords } from "./vocabulary.ts";

/** What the vocabulary says of a pest, as far as texts are read by it. */
export type PestWords = { id: string; name: string; crops: readonly Crop[]; names: readonly string[] };
/** A pest that a text names, with the vocabulary's own word for it. */
export type FoundPest = { pestId: string; word: string };

/** A name as it is compared: simplified characters, no width, gaps or marks between them. */
export const toNameKey = (text: string): string =>
  toSimplified(text.normalize("NFKC"))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Said before a name to deny it; 是不是 and 有没有 ask and do not deny. */
const denied = /(?:(?<!是)不是得?|(?<!有)没有?得?|(?<!像)不像|并非|排除了?)$/u;

const namedCrops = (plain: string): ReadonlySet<Crop> =>
  new Set(cropCodes.filter((crop) => cropWords[crop].some((word) => plain.includes(word))));

/** Of pests that share a common name, those of a crop that the text names; all of them where it names none of theirs. */
const narrow = (pests: readonly PestWords[], named: ReadonlySet<Crop>): readonly PestWords[] => {
  if (pests.length < 2) return pests;
  const fitting = pests.filter((pest) => pest.crops.some((crop) => named.has(crop)));
  return fitting.length === 0 ? pests : fitting;
};

/**
 * Which pests a free text names, by their names or other names, in simplified or traditional characters, in the order of the
 * text. The longest name at a place counts; what is denied right before it (不是…) does not.
 */
export const recognisePests = (text: string, pests: readonly PestWords[]): readonly FoundPest[] => {
  const plain = toNameKey(text);
  const byKey = new Map<string, { word: string; pests: PestWords[] }>();
  for (const pest of pests)
    for (const word of new Set([pest.name, ...pest.names])) {
      const key = toNameKey(word);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { word, pests: [pest] });
      else known.pests.push(pest);
    }
  const keys = [...byKey.keys()].sort((a, b) => b.length - a.length);
  const named = namedCrops(plain);
  const found = new Map<string, string>();
  let position = 0;
  while (position < plain.length) {
    const key = keys.find((one) => plain.startsWith(one, position));
    const entry = key === undefined ? undefined : byKey.get(key);
    if (key === undefined || entry === undefined) {
      position += 1;
      continue;
    }
    if (!denied.test(plain.slice(0, position)))
      for (const pest of narrow(entry.pests, named)) if (!found.has(pest.id)) found.set(pest.id, entry.word);
    position += key.length;
  }
  return [...found].map(([pestId, word]) => ({ pestId, word }));
};
