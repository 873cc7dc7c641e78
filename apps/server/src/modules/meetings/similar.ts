import { characterGrams, normalise } from "@kepu/text";

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(characterGrams(normalise(text).text, 2).map(({ gram }) => gram));

const shared = (left: ReadonlySet<string>, right: ReadonlySet<string>): number => {
  let count = 0;
  for (const pair of left) if (right.has(pair)) count += 1;
  return count;
};

/** From here on two issues are shown to the secretariat as perhaps the same. */
export const similarFrom = 0.3;

/**
 * How alike two issues are, 0 … 1: the larger of the Jaccard index of the titles' pairs of characters, and that of
 * titles and texts together. Titles alone find the same matter told in other words at length.
 * @example likeness({ title: "讲师不够", body: "" }, { title: "讲师不够", body: "缺人" }); // => 1
 */
export const likeness = (
  left: { title: string; body: string },
  right: { title: string; body: string },
): number => {
  const jaccard = (a: string, b: string): number => {
    const [one, other] = [pairsOf(a), pairsOf(b)];
    const both = shared(one, other);
    const all = one.size + other.size - both;
    return all === 0 ? 0 : both / all;
  };
  return Math.max(
    jaccard(left.title, right.title),
    jaccard(`${left.title}。${left.body}`, `${right.title}。${right.body}`),
  );
};
