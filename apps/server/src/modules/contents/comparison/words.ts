import { diffArrays } from "diff";

/** A stretch of two texts laid over each other: in both, only in the one before, or only in the one after. */
export type WordPart = { side: "both" | "before" | "after"; text: string };

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
/** Beyond this many changed words two texts have nothing to do with each other, and laying them over each other helps nobody. */
const maxChanges = 1_500;

/** Chinese has no spaces: words are cut by the dictionary of the runtime; joined again they are the text. */
export const splitWords = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Lays two texts over each other word by word. The parts of `both` and `before` joined are the text before, those of
 * `both` and `after` the text after. A lone character between two changes counts as changed: it reads better so.
 */
export const compareWords = (before: string, after: string): readonly WordPart[] => {
  if (before === after) return before === "" ? [] : [{ side: "both", text: before }];
  const changes = diffArrays([...splitWords(before)], [...splitWords(after)], { maxEditLength: maxChanges });
  if (changes === undefined)
    return joined([
      { side: "before", text: before },
      { side: "after", text: after },
    ]);
  return joined(
    withoutCrumbs(
      changes.map(({ added, removed, value }) => ({
        side: added ? "after" : removed ? "before" : "both",
        text: value.join(""),
      })),
    ),
  );
};

const withoutCrumbs = (parts: readonly WordPart[]): readonly WordPart[] =>
  parts.flatMap((part, index): readonly WordPart[] => {
    const isBetween = parts[index - 1]?.side !== undefined && parts[index + 1]?.side !== undefined;
    return part.side === "both" && isBetween && Array.from(part.text).length === 1 && part.text !== "\n"
      ? [
          { side: "before", text: part.text },
          { side: "after", text: part.text },
        ]
      : [part];
  });

/** Neighbours of one side become one; within a change what was there stands before what came. */
const joined = (parts: readonly WordPart[]): readonly WordPart[] => {
  const result: WordPart[] = [];
  let gone = "";
  let came = "";
  const flush = (): void => {
    if (gone !== "") result.push({ side: "before", text: gone });
    if (came !== "") result.push({ side: "after", text: came });
    gone = "";
    came = "";
  };
  for (const { side, text } of parts) {
    if (side === "before") gone += text;
    else if (side === "after") came += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.side === "both") last.text += text;
      else result.push({ side, text });
    }
  }
  flush();
  return result.filter((part) => part.text !== "");
};

/** One side of laid-over texts. */
export const readSide = (parts: readonly WordPart[], side: "before" | "after"): string =>
  parts
    .filter((part) => part.side === "both" || part.side === side)
    .map((part) => part.text)
    .join("");
