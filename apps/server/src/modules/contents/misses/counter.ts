import { createHmac, randomBytes } from "node:crypto";
import { normalise, toSimplified } from "@kepu/text";

/** A search of the portal that found nothing, as the page knows it. */
export type Miss = {
  words: string;
  topic: string | undefined;
  /** The street that was chosen; undefined = the whole district. */
  streetId: string | undefined;
  /** Where the request came from; only to count one reader once a day, never kept. */
  address: string;
};
/** How often it came on one day. `words` is null where they must never be shown. */
export type MissCount = {
  day: string;
  topic: string | null;
  streetId: string | null;
  words: string | null;
  misses: number;
};

export type MissCounter = {
  note: (day: string, miss: Miss) => void;
  /** What was counted since, which is then the caller's to write down or to give back. */
  take: () => readonly MissCount[];
  giveBack: (counts: readonly MissCount[]) => void;
};

const longestWords = 20;
/** Five digits in a row, an address of the net or of mail: what tells of one person is not kept as words. */
const tellsOfSomebody = /\d{5}|@|:\/\/|www\./iu;

/** The words as they are compared: simplified, one blank, small letters. Null where they must never be shown. */
export const toKeptWords = (typed: string): string | null => {
  const words = toSimplified(normalise(typed).text).trim().replaceAll(/\s+/gu, " ").toLowerCase();
  // As it was typed as well: what is compared has lost the head of an address.
  const isPersonal = [typed.normalize("NFKC"), words].some((text) =>
    tellsOfSomebody.test(text.replaceAll(/[\s-]/gu, "")),
  );
  return words === "" || isPersonal || Array.from(words).length > longestWords ? null : words;
};

/**
 * Counts in the memory of this process: a page that is read writes nothing. One reader (address) and wording counts once a day; the
 * address is only held as a digest with a salt of the day that is never written anywhere. Both tables are bounded: what does not
 * fit is not counted, because counting too little is the harmless side.
 */
export const createMissCounter = ({ mostKinds = 2_000, mostReaders = 20_000 } = {}): MissCounter => {
  const counts = new Map<string, MissCount>();
  let readers = { day: "", salt: randomBytes(32), seen: new Set<string>() };
  const add = (count: MissCount): void => {
    const key = JSON.stringify([count.day, count.topic, count.streetId, count.words]);
    const found = counts.get(key);
    if (found !== undefined) found.misses += count.misses;
    else if (counts.size < mostKinds) counts.set(key, { ...count });
  };
  return {
    note: (day, { words: typed, topic = null, streetId = null, address }) => {
      if (readers.day !== day) readers = { day, salt: randomBytes(32), seen: new Set() };
      const words = toKeptWords(typed);
      const reader = createHmac("sha256", readers.salt)
        .update(JSON.stringify([address, words ?? typed]))
        .digest("base64url")
        .slice(0, 16);
      if (readers.seen.has(reader) || readers.seen.size >= mostReaders) return;
      readers.seen.add(reader);
      add({ day, topic, streetId, words, misses: 1 });
    },
    take: () => {
      const taken = [...counts.values()];
      counts.clear();
      return taken;
    },
    giveBack: (taken) => {
      for (const count of taken) add(count);
    },
  };
};
