import { ClaimError } from "./errors.ts";
import { isEmpty, prepareText } from "./prepare.ts";
import { createReportMemory, type KnownText, type ReportMemory, type TextDraft } from "./report-memory.ts";

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
  /** Equal for reports that are equal but for width, script, blanks, marks, links and frames of a chat window. */
  readonly fingerprint: string;
  /** Why: identical text, near-identical (MinHash), similar words, or nothing near. */
  readonly reason: "identical" | "near-identical" | "similar" | "new";
};

/** Clusters as plain data (JSON), with all that is needed to go on exactly where they were. It holds the reports' texts. */
export type ClustersSnapshot = {
  readonly format: 1;
  readonly clusters: readonly Cluster[];
  /** Different texts in the order they came, and the cluster that equal texts go to. */
  readonly texts: readonly { readonly text: string; readonly cluster: string }[];
  /** Reports in the order they came, and the place of the text of each. */
  readonly reports: readonly { readonly id: string; readonly text: number }[];
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
  readonly snapshot: () => ClustersSnapshot;
};

export type ClustersOptions = {
  /** Idf-weighted cosine from which two reports are one claim, above 0, at most 1; 0.25 if left out. */
  readonly similar?: number;
};

type Row = { id: string; version: number; reports: string[]; mergedInto?: string };
type State = {
  readonly rows: Map<string, Row>;
  readonly memory: ReportMemory;
  readonly byReport: Map<string, KnownText>;
};

/** fixtures/choose-cluster-threshold.ts: precision before recall. */
const defaultSimilar = 0.25;
/** A few characters name a topic, not a claim: such reports are joined only to equal ones. */
const leastUnits = 5;

const copyOf = (row: Row): Cluster => ({ ...row, reports: [...row.reports] });

const draftOf = (memory: ReportMemory, report: Report): TextDraft => {
  const prepared = prepareText(report.text);
  if (isEmpty(prepared)) throw new ClaimError("claims.message_empty", report.id);
  return memory.draft(report.text, prepared);
};

const fromState = ({ rows, memory, byReport }: State): ReportClusters => {
  // what a plan worked out is not worked out again when it is applied
  const drafts = new WeakMap<ReportPlan, TextDraft>();
  const require = (id: string): Row => {
    let row = rows.get(id);
    while (row?.mergedInto !== undefined) row = rows.get(row.mergedInto);
    if (row === undefined) throw new ClaimError("claims.cluster_unknown", id);
    return row;
  };
  const freshId = (stem: string): string => {
    let id = stem;
    for (let turn = 2; rows.has(id); turn += 1) id = `${stem}-${turn}`;
    return id;
  };
  const decide = (draft: TextDraft): ReportPlan => {
    const { fingerprint } = draft;
    const join = (known: KnownText, reason: ReportPlan["reason"]): ReportPlan => {
      const row = require(known.cluster);
      return { kind: "join", clusterId: row.id, expectedVersion: row.version, fingerprint, reason };
    };
    const identical = memory.findIdentical(fingerprint);
    if (identical !== undefined) return join(identical, "identical");
    if (draft.prepared.units.length >= leastUnits) {
      const near = memory.findNearIdentical(draft);
      if (near !== undefined) return join(near, "near-identical");
      const like = memory.findSimilar(draft);
      if (like !== undefined) return join(like, "similar");
    }
    const clusterId = `cluster-${fingerprint}`;
    return { kind: "open", clusterId, expectedVersion: 0, fingerprint, reason: "new" };
  };
  return {
    plan: (report) => {
      const draft = draftOf(memory, report);
      const plan = decide(draft);
      drafts.set(plan, draft);
      return plan;
    },
    apply: (report, plan) => {
      if (byReport.has(report.id)) throw new ClaimError("claims.id_repeated", report.id);
      const row = rows.get(plan.clusterId) ?? { id: plan.clusterId, version: 0, reports: [] };
      if (row.version !== plan.expectedVersion || row.mergedInto !== undefined)
        throw new ClaimError("claims.version_stale", plan.clusterId);
      const known =
        memory.findIdentical(plan.fingerprint) ??
        memory.remember(drafts.get(plan) ?? draftOf(memory, report), row.id);
      rows.set(row.id, row);
      row.reports.push(report.id);
      row.version += 1;
      byReport.set(report.id, known);
      return copyOf(row);
    },
    merge: (from, into) => {
      const source = require(from);
      const target = require(into);
      if (source === target) return copyOf(target);
      for (const id of source.reports) target.reports.push(id);
      source.reports = [];
      target.version += 1;
      source.version += 1;
      source.mergedInto = target.id;
      return copyOf(target);
    },
    split: (from, reports) => {
      const source = require(from);
      const moved = new Set(reports);
      const own = new Set(source.reports);
      for (const id of moved) if (!own.has(id)) throw new ClaimError("claims.cluster_unknown", id);
      if (moved.size === 0 || moved.size === own.size)
        throw new ClaimError("claims.number_out_of_range", "reports");
      const made: Row = { id: freshId(`${source.id}-split`), version: 1, reports: [...moved] };
      rows.set(made.id, made);
      source.reports = source.reports.filter((id) => !moved.has(id));
      source.version += 1;
      for (const id of moved) {
        const known = byReport.get(id);
        if (known !== undefined) known.cluster = made.id;
      }
      return copyOf(made);
    },
    get: (id) => copyOf(require(id)),
    list: () => [...rows.values()].map(copyOf),
    snapshot: () => ({
      format: 1,
      clusters: [...rows.values()].map(copyOf),
      texts: memory.texts.map(({ text, cluster }) => ({ text, cluster })),
      reports: [...byReport].map(([id, { place }]) => ({ id, text: place })),
    }),
  };
};

const emptyState = ({ similar = defaultSimilar }: ClustersOptions): State => {
  if (!(similar > 0 && similar <= 1)) throw new ClaimError("claims.number_out_of_range", "similar");
  return { rows: new Map(), memory: createReportMemory(similar), byReport: new Map() };
};

/**
 * On-line clusters of incoming reports in memory. The id of a cluster never changes and is never used again.
 *
 * @throws ClaimError `claims.message_empty`, `claims.message_too_long`, `claims.cluster_unknown`, `claims.number_out_of_range`
 * @example createReportClusters().plan({ id: "r1", text: "今晚三点有地震" }).kind; // => "open"
 */
export const createReportClusters = (options: ClustersOptions = {}): ReportClusters =>
  fromState(emptyState(options));

const requireSound = ({ clusters, texts, reports }: ClustersSnapshot): void => {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  if (byId.size !== clusters.length) throw new ClaimError("claims.snapshot_invalid", "clusters");
  for (const cluster of clusters) {
    if (!Number.isInteger(cluster.version) || cluster.version < 1)
      throw new ClaimError("claims.snapshot_invalid", cluster.id);
    // a chain of merges has an end
    const seen = new Set<string>();
    for (let at: Cluster | undefined = cluster; at?.mergedInto !== undefined; at = byId.get(at.mergedInto)) {
      if (seen.has(at.id) || !byId.has(at.mergedInto)) throw new ClaimError("claims.snapshot_invalid", at.id);
      seen.add(at.id);
    }
  }
  if (texts.some(({ cluster }) => !byId.has(cluster)))
    throw new ClaimError("claims.snapshot_invalid", "texts");
  const held = new Set(reports.map(({ id }) => id));
  const listed = clusters.flatMap((cluster) => cluster.reports);
  const isWhole =
    held.size === reports.length &&
    listed.length === held.size &&
    new Set(listed).size === held.size &&
    listed.every((id) => held.has(id)) &&
    reports.every(({ text }) => texts[text] !== undefined);
  if (!isWhole) throw new ClaimError("claims.snapshot_invalid", "reports");
};

/**
 * The clusters that a snapshot was taken of: same ids, versions and texts, so that the next report goes where it would have gone.
 *
 * @throws ClaimError `claims.snapshot_invalid`, `claims.number_out_of_range`
 * @example restoreReportClusters(createReportClusters().snapshot()).list(); // => []
 */
export const restoreReportClusters = (
  snapshot: ClustersSnapshot,
  options: ClustersOptions = {},
): ReportClusters => {
  const isRead =
    snapshot.format === 1 &&
    [snapshot.clusters, snapshot.texts, snapshot.reports].every((list) => Array.isArray(list));
  if (!isRead) throw new ClaimError("claims.snapshot_invalid", "format");
  requireSound(snapshot);
  const state = emptyState(options);
  for (const cluster of snapshot.clusters)
    state.rows.set(cluster.id, { ...cluster, reports: [...cluster.reports] });
  for (const [place, { text, cluster }] of snapshot.texts.entries()) {
    const prepared = prepareText(text);
    if (isEmpty(prepared)) throw new ClaimError("claims.snapshot_invalid", `texts ${place}`);
    state.memory.remember(state.memory.draft(text, prepared), cluster);
  }
  for (const { id, text } of snapshot.reports) {
    const known = state.memory.texts[text];
    if (known !== undefined) state.byReport.set(id, known);
  }
  return fromState(state);
};
