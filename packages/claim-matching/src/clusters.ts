import { bandKeys, estimateJaccard, hash32, minHash } from "@kepu/text";
import { ClaimError } from "./errors.ts";
import { isEmpty, type PreparedText, prepareText } from "./prepare.ts";

export type Report = { readonly id: string; readonly text: string };

/** Reports taken for one claim. `version` rises with each change; the server stores it and compares before it writes. */
export type Cluster = {
  readonly id: string;
  readonly version: number;
  readonly reports: readonly string[];
  /** Set when a person merged this cluster: its id goes on leading to the other one. */
  readonly mergedInto?: string;
};

/**
 * What to write for a report: `update … where id = clusterId and version = expectedVersion`, or, for version 0, an insert
 * whose id is made of the text alone, so that identical reports cannot open two clusters.
 */
export type ReportPlan = {
  readonly kind: "join" | "open";
  readonly clusterId: string;
  readonly expectedVersion: number;
  /** Equal for reports that are equal but for width, script, blanks, marks and frames of a chat window. */
  readonly fingerprint: string;
  /** Why: identical text, near-identical (MinHash), similar words, or nothing near. */
  readonly reason: "identical" | "near-identical" | "similar" | "new";
};

export type ReportClusters = {
  readonly plan: (report: Report) => ReportPlan;
  /** @throws ClaimError `claims.version_stale` when the cluster changed since the plan; plan again then */
  readonly apply: (report: Report, plan: ReportPlan) => Cluster;
  /** A person joins two clusters; the id of `from` goes on leading to `into`. */
  readonly merge: (from: string, into: string) => Cluster;
  /** A person takes reports out of a cluster; the rest keeps its id, and equal texts follow the new one. */
  readonly split: (from: string, reports: readonly string[]) => Cluster;
  readonly get: (id: string) => Cluster;
  readonly list: () => readonly Cluster[];
};

type Row = { id: string; version: number; reports: string[]; mergedInto?: string };
type Known = {
  readonly fingerprint: string;
  readonly grams: readonly string[];
  readonly signature: Uint32Array;
  cluster: string;
};

type Draft = { readonly prepared: PreparedText; readonly signature: Uint32Array };

const bands = 16;
const nearIdentical = 0.5;
/** Idf-weighted cosine from which two reports are one claim; fixtures/choose-cluster-threshold.ts: precision before recall. */
const defaultSimilar = 0.25;
const mostPostings = 10_000;
const mostCompared = 6;
const leastUnits = 5;

const fingerprintOf = (prepared: PreparedText): string => {
  const joined = prepared.units.length > 0 ? prepared.joined : prepared.links.join(" ");
  return `${hash32(joined).toString(36)}-${hash32(joined, 0x5bd1e995).toString(36)}`;
};

/**
 * On-line clusters of incoming reports in memory. The id of a cluster never changes and is never used again.
 *
 * @throws ClaimError `claims.message_empty`, `claims.message_too_long`, `claims.cluster_unknown`
 * @example createReportClusters().plan({ id: "r1", text: "今晚三点有地震" }).kind; // => "open"
 */
export const createReportClusters = (options: { readonly similar?: number } = {}): ReportClusters => {
  const similar = options.similar ?? defaultSimilar;
  if (!(similar > 0 && similar <= 1)) throw new ClaimError("claims.number_out_of_range", "similar");
  const rows = new Map<string, Row>();
  const texts: Known[] = [];
  const byFingerprint = new Map<string, Known>();
  const byReport = new Map<string, Known>();
  const byBand = new Map<string, number[]>();
  const postings = new Map<string, number[]>();

  // what a plan worked out is not worked out again when it is applied
  const drafts = new WeakMap<ReportPlan, Draft>();
  const draftOf = (prepared: PreparedText): Draft => ({
    prepared,
    signature: minHash(prepared.grams, { size: 64 }),
  });

  const require = (id: string): Row => {
    const row = rows.get(id);
    if (row === undefined) throw new ClaimError("claims.cluster_unknown", id);
    return row.mergedInto === undefined ? row : require(row.mergedInto);
  };
  const prepare = (report: Report): PreparedText => {
    const prepared = prepareText(report.text);
    if (isEmpty(prepared)) throw new ClaimError("claims.message_empty", report.id);
    return prepared;
  };
  const weightOf = (gram: string): number =>
    Math.log(1 + (texts.length + 1) / ((postings.get(gram)?.length ?? 0) + 0.5));
  const normOf = (grams: Iterable<string>): number => {
    let squares = 0;
    for (const gram of grams) squares += weightOf(gram) ** 2;
    return Math.sqrt(squares);
  };

  const findNearIdentical = (signature: Uint32Array): Known | undefined => {
    let best: Known | undefined;
    let nearest = nearIdentical;
    const seen = new Set<number>();
    for (const key of bandKeys(signature, bands))
      // a flood fills a bucket with one text's variants: the latest hundred are enough to find it
      for (const place of (byBand.get(key) ?? []).slice(-100)) {
        const known = texts[place];
        if (known === undefined || seen.has(place)) continue;
        seen.add(place);
        const likeness = estimateJaccard(signature, known.signature);
        if (likeness >= nearest) [best, nearest] = [known, likeness];
      }
    return best;
  };

  const findSimilar = (grams: ReadonlySet<string>): Known | undefined => {
    const lists = [...grams]
      .map((gram) => ({ weight: weightOf(gram) ** 2, list: postings.get(gram) ?? [] }))
      .sort((left, right) => left.list.length - right.list.length);
    const shared = new Map<number, number>();
    let read = 0;
    for (const { weight, list } of lists) {
      read += list.length;
      if (read > mostPostings) break;
      for (const place of list) shared.set(place, (shared.get(place) ?? 0) + weight);
    }
    const own = normOf(grams);
    const candidates = [...shared].sort((left, right) => right[1] - left[1]).slice(0, mostCompared);
    let best: Known | undefined;
    let nearest = similar;
    for (const [place, sum] of candidates) {
      const known = texts[place];
      if (known === undefined) continue;
      const cosine = sum / (own * normOf(known.grams));
      if (cosine >= nearest) [best, nearest] = [known, cosine];
    }
    return best;
  };

  const remember = (draft: Draft, fingerprint: string, cluster: string): Known => {
    const grams = [...draft.prepared.grams];
    const known = { fingerprint, grams, signature: draft.signature, cluster };
    const place = texts.push(known) - 1;
    byFingerprint.set(fingerprint, known);
    for (const key of bandKeys(known.signature, bands)) {
      const list = byBand.get(key);
      if (list === undefined) byBand.set(key, [place]);
      else list.push(place);
    }
    for (const gram of grams) {
      const list = postings.get(gram);
      if (list === undefined) postings.set(gram, [place]);
      else list.push(place);
    }
    return known;
  };

  const freshId = (stem: string): string => {
    let id = stem;
    for (let turn = 2; rows.has(id); turn += 1) id = `${stem}-${turn}`;
    return id;
  };

  return {
    plan: (report) => {
      const prepared = prepare(report);
      const fingerprint = fingerprintOf(prepared);
      const join = (known: Known, reason: ReportPlan["reason"]): ReportPlan => {
        const row = require(known.cluster);
        return { kind: "join", clusterId: row.id, expectedVersion: row.version, fingerprint, reason };
      };
      const identical = byFingerprint.get(fingerprint);
      if (identical !== undefined) return join(identical, "identical");
      const draft = draftOf(prepared);
      const decide = (): ReportPlan => {
        // a few characters name a topic, not a claim: such reports are joined only to equal ones
        if (prepared.units.length >= leastUnits) {
          const near = findNearIdentical(draft.signature);
          if (near !== undefined) return join(near, "near-identical");
          const like = findSimilar(prepared.grams);
          if (like !== undefined) return join(like, "similar");
        }
        const clusterId = `cluster-${fingerprint}`;
        return { kind: "open", clusterId, expectedVersion: 0, fingerprint, reason: "new" };
      };
      const plan = decide();
      drafts.set(plan, draft);
      return plan;
    },
    apply: (report, plan) => {
      if (byReport.has(report.id)) throw new ClaimError("claims.id_repeated", report.id);
      const row = rows.get(plan.clusterId) ?? { id: plan.clusterId, version: 0, reports: [] };
      if (row.version !== plan.expectedVersion || row.mergedInto !== undefined)
        throw new ClaimError("claims.version_stale", plan.clusterId);
      const draft = drafts.get(plan);
      const known =
        byFingerprint.get(plan.fingerprint) ??
        remember(draft ?? draftOf(prepare(report)), plan.fingerprint, row.id);
      rows.set(row.id, row);
      row.reports.push(report.id);
      row.version += 1;
      byReport.set(report.id, known);
      return { ...row, reports: [...row.reports] };
    },
    merge: (from, into) => {
      const source = require(from);
      const target = require(into);
      if (source === target) return { ...target, reports: [...target.reports] };
      target.reports.push(...source.reports.splice(0));
      target.version += 1;
      source.version += 1;
      source.mergedInto = target.id;
      return { ...target, reports: [...target.reports] };
    },
    split: (from, reports) => {
      const source = require(from);
      const moved = new Set(reports);
      for (const id of moved)
        if (!source.reports.includes(id)) throw new ClaimError("claims.cluster_unknown", id);
      if (moved.size === 0 || moved.size === source.reports.length)
        throw new ClaimError("claims.number_out_of_range", "reports");
      const made: Row = { id: freshId(`${source.id}-split`), version: 1, reports: [...moved] };
      rows.set(made.id, made);
      source.reports = source.reports.filter((id) => !moved.has(id));
      source.version += 1;
      for (const id of moved) {
        const known = byReport.get(id);
        if (known !== undefined) known.cluster = made.id;
      }
      return { ...made, reports: [...made.reports] };
    },
    get: (id) => {
      const row = require(id);
      return { ...row, reports: [...row.reports] };
    },
    list: () => [...rows.values()].map((row) => ({ ...row, reports: [...row.reports] })),
  };
};
