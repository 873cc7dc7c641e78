import { DemandError } from "./errors.ts";

/** B-cubed (Bagga & Baldwin 1998): precision and recall of the cluster of each message, averaged over messages, 0 … 1. */
export type BCubed = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly messages: number;
};

const bCubed = (pairs: readonly { readonly gold: string; readonly cluster: string }[]): BCubed => {
  const both = new Map<string, number>();
  const byGold = new Map<string, number>();
  const byCluster = new Map<string, number>();
  const raise = (map: Map<string, number>, key: string): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  for (const { gold, cluster } of pairs) {
    raise(both, `${gold}\u0000${cluster}`);
    raise(byGold, gold);
    raise(byCluster, cluster);
  }
  let precision = 0;
  let recall = 0;
  for (const { gold, cluster } of pairs) {
    const shared = both.get(`${gold}\u0000${cluster}`) ?? 0;
    precision += shared / (byCluster.get(cluster) ?? 1);
    recall += shared / (byGold.get(gold) ?? 1);
  }
  precision /= pairs.length;
  recall /= pairs.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), messages: pairs.length };
};

export type ClusterEvaluation = {
  /** Over the messages that belong to an issue; other messages in their clusters are not counted. */
  readonly labelled: BCubed;
  /** Over all messages; one that belongs to no issue should stand alone, and each other one in its cluster costs precision. */
  readonly everything: BCubed;
  /** Of the largest issues (20), how many are the main content of one of the largest clusters (30). */
  readonly largestFound: number;
  readonly largestSought: number;
};

export type EvaluationOptions = { readonly largestIssues?: number; readonly largestClusters?: number };

/** Keys by how many members they have, most first, ties by name. */
const bySize = (groups: ReadonlyMap<string, readonly string[]>): string[] =>
  [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);

const group = (entries: Iterable<readonly [string, string]>): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const [id, key] of entries) {
    const list = groups.get(key);
    if (list) list.push(id);
    else groups.set(key, [id]);
  }
  return groups;
};

/**
 * Compares clusters with the issues people marked. An issue counts as found among the largest clusters if one of them
 * holds at least half of the issue, and of the cluster's labelled messages at least half are of that issue.
 *
 * @param clusters cluster of each message id
 * @param gold issue of each message id, null for a message of no issue
 * @throws DemandError `demand.gold_empty` where no message has an issue, `demand.clusters_incomplete` where one has no cluster
 * @example evaluateClusters(new Map([["a", "1"], ["b", "1"]]), new Map([["a", "x"], ["b", "x"]])).labelled.f1; // => 1
 */
export const evaluateClusters = (
  clusters: ReadonlyMap<string, string>,
  gold: ReadonlyMap<string, string | null>,
  options: EvaluationOptions = {},
): ClusterEvaluation => {
  const { largestIssues = 20, largestClusters = 30 } = options;
  const labelled: { gold: string; cluster: string }[] = [];
  const everything: { gold: string; cluster: string }[] = [];
  const goldEntries: [string, string][] = [];
  for (const [id, issue] of gold) {
    const cluster = clusters.get(id);
    if (cluster === undefined) throw new DemandError("demand.clusters_incomplete", { id });
    everything.push({ gold: issue === null ? `\u0001${id}` : issue, cluster });
    if (issue === null) continue;
    labelled.push({ gold: issue, cluster });
    goldEntries.push([id, issue]);
  }
  if (labelled.length === 0) throw new DemandError("demand.gold_empty");
  const issues = group(goldEntries);
  const largest = bySize(issues).slice(0, largestIssues);
  const members = group(clusters);
  const tops = bySize(members).slice(0, largestClusters);
  const isFound = (issue: string): boolean =>
    tops.some((cluster) => {
      const inside = (members.get(cluster) ?? [])
        .map((id) => gold.get(id))
        .filter((value) => typeof value === "string");
      const own = inside.filter((value) => value === issue).length;
      return own * 2 >= (issues.get(issue)?.length ?? 0) && own * 2 >= inside.length;
    });
  return {
    labelled: bCubed(labelled),
    everything: bCubed(everything),
    largestFound: largest.filter(isFound).length,
    largestSought: largest.length,
  };
};
