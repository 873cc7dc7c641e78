import {
  type Band,
  type ClaimMatcher,
  createClaimMatcher,
  createReportClusters,
  isComparable,
  type ReportClusters,
} from "@kepu/claim-matching";
import { normalise } from "@kepu/text";
import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { limits } from "./vocabulary.ts";

/** What the published claims say to a message: `same` is answered at once, `suggest` is for the asker to choose, best first. */
export type MatchAnswer = { band: Band; claimIds: readonly string[] };

/** Candidates that an asker chooses from. */
const offered = 3;

export type Matching = {
  match: (trx: Db | Trx, cipher: FieldCipher, text: string) => Promise<MatchAnswer>;
  /** The claim of the desk's list that a message most likely belongs to; undefined where nothing is near. */
  findCluster: (trx: Db | Trx, source: ClusterSource, text: string) => Promise<string | undefined>;
};
type ClusterSource = { cipher: FieldCipher; now: Date };

/**
 * What two messages must share to be one wording: letters, digits and characters, whatever the width, the script, blanks,
 * marks, emoji and links. Keyed, so that the digest tells nothing of the words.
 */
export const toFingerprint = (cipher: FieldCipher, text: string): Buffer => {
  const bare = normalise(text, { urls: "remove", emoji: "remove" }).text.replaceAll(/[^\p{L}\p{N}]/gu, "");
  return cipher.blindIndex("claim-wording", bare === "" ? text.trim() : bare);
};

/** The same picture sent twice is one wording, before anybody has written out what it says. */
export const toPhotoFingerprint = (cipher: FieldCipher, digest: Buffer): Buffer =>
  cipher.blindIndex("claim-photo", digest.toString("hex"));

/** Whether there are words in it that can be checked. */
export const hasWords = (text: string): boolean => isComparable(text);

const readVersion = async (trx: Db | Trx, scope: "published" | "waiting"): Promise<number> => {
  const row = await trx
    .selectFrom("claim_index_versions")
    .select("version")
    .where("scope", "=", scope)
    .executeTakeFirstOrThrow();
  return row.version;
};

/** Called in the transaction of whatever changes what messages are compared with. */
export const touchIndex = async (trx: Trx, scope: "published" | "waiting"): Promise<void> => {
  await trx
    .updateTable("claim_index_versions")
    .set({ version: sql<number>`version + 1` })
    .where("scope", "=", scope)
    .execute();
};

const buildMatcher = async (trx: Db | Trx, cipher: FieldCipher): Promise<ClaimMatcher> => {
  const live = await trx
    .selectFrom("verdicts")
    .select(["claim_id", "title", "answer"])
    .where("status", "=", "published")
    .orderBy("claim_id")
    .execute();
  const wordings = await sql<{ claim_id: string; text_sealed: Buffer }>`
    select claim_id, text_sealed from (
      select w.claim_id, w.text_sealed, row_number() over (partition by w.claim_id order by w.created_at desc) as place
      from claim_wordings w join verdicts v on v.claim_id = w.claim_id and v.status = 'published'
      where w.confirmed and w.text_sealed is not null) ranked
    where place <= ${limits.confirmedWordings}`.execute(trx);
  const byClaim = Map.groupBy(wordings.rows, (row) => row.claim_id);
  return createClaimMatcher(
    live.map((row) => ({
      id: row.claim_id,
      text: row.title,
      // what the check says names the matter in other words; it helps to find the claim and is no wording of it
      correction: row.answer,
      wordings: (byClaim.get(row.claim_id) ?? []).map((wording) => cipher.decrypt(wording.text_sealed)),
    })),
  );
};

type Clusters = {
  version: number;
  memory: ReportClusters;
  /** Version of each claim's cluster in the memory. */
  sizes: Map<string, number>;
  seen: Set<string>;
  newest: Date;
};

/** Puts wordings that other requests and nodes have stored into the memory, each with the claim it stands under. */
const learn = async (trx: Db | Trx, source: ClusterSource, clusters: Clusters): Promise<void> => {
  const from = new Date(source.now.getTime() - limits.clusterDays * 86_400_000);
  const rows = await trx
    .selectFrom("claim_wordings as wording")
    .innerJoin("claims as claim", "claim.id", "wording.claim_id")
    .select(["wording.fingerprint", "wording.claim_id", "wording.text_sealed", "wording.created_at"])
    .where("claim.status", "in", ["open", "working"])
    .where("wording.text_sealed", "is not", null)
    // A transaction that began earlier may commit later: those of the last minute are looked at again.
    .where("wording.created_at", ">", new Date(Math.max(from.getTime(), clusters.newest.getTime() - 60_000)))
    .orderBy("wording.created_at", "desc")
    .limit(limits.clusterWordings)
    .execute();
  for (const row of rows.toReversed()) {
    const id = row.fingerprint.toString("hex");
    if (clusters.seen.has(id) || row.text_sealed === null) continue;
    clusters.seen.add(id);
    if (row.created_at > clusters.newest) clusters.newest = row.created_at;
    const report = { id, text: source.cipher.decrypt(row.text_sealed) };
    if (!isComparable(report.text)) continue;
    const plan = clusters.memory.plan(report);
    // The claim is the cluster, whatever the words alone would have said: the desk may have decided otherwise.
    const expectedVersion = clusters.sizes.get(row.claim_id) ?? 0;
    const { version } = clusters.memory.apply(report, { ...plan, clusterId: row.claim_id, expectedVersion });
    clusters.sizes.set(row.claim_id, version);
  }
};

const createMatching = (): Matching => {
  let published: { version: number; matcher: ClaimMatcher } | undefined;
  let clusters: Clusters | undefined;
  return {
    match: async (trx, cipher, text) => {
      const version = await readVersion(trx, "published");
      if (published?.version !== version) published = { version, matcher: await buildMatcher(trx, cipher) };
      const { band, matches } = published.matcher.match(text, offered);
      return {
        band,
        claimIds: (band === "same" ? matches.slice(0, 1) : matches.filter((one) => one.band !== "new")).map(
          (one) => one.id,
        ),
      };
    },
    findCluster: async (trx, source, text) => {
      const version = await readVersion(trx, "waiting");
      if (clusters?.version !== version)
        clusters = {
          version,
          memory: createReportClusters(),
          sizes: new Map(),
          seen: new Set(),
          newest: new Date(0),
        };
      const mine = clusters;
      await learn(trx, source, mine);
      const plan = mine.memory.plan({ id: "question", text });
      return plan.kind === "join" ? plan.clusterId : undefined;
    },
  };
};

const kept = new WeakMap<Db, Matching>();

/** The matching of this process for a database: built once, never staler than the versions beside the claims. */
export const matchingOf = (db: Db): Matching => {
  const known = kept.get(db) ?? createMatching();
  kept.set(db, known);
  return known;
};

/** Builds what the next question will be compared with. */
export const warmMatching = async (db: Db, trx: Trx, cipher: FieldCipher): Promise<void> => {
  await matchingOf(db).match(trx, cipher, "预热");
};
