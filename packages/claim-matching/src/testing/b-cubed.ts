/** B-cubed precision, recall and F1 of a clustering against the true groups (Bagga & Baldwin 1998). */
export const bCubed = (
  labels: readonly string[],
  truth: readonly string[],
): { readonly precision: number; readonly recall: number; readonly f1: number } => {
  const count = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const byLabel = count(labels);
  const byTruth = count(truth);
  const pairs = labels.map((label, place) => `${label}\n${truth[place]}`);
  const byBoth = count(pairs);
  let precision = 0;
  let recall = 0;
  pairs.forEach((pair, place) => {
    const both = byBoth.get(pair) ?? 0;
    precision += both / (byLabel.get(labels[place] ?? "") ?? 1);
    recall += both / (byTruth.get(truth[place] ?? "") ?? 1);
  });
  precision /= labels.length;
  recall /= labels.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
};
