import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError, createMessageBook } from "#kernel/errors.ts";
import type { JobDefinition } from "#kernel/jobs.ts";
import { appendLedgerEntry, findLedgerEntryOf } from "#kernel/ledger.ts";
import type { LedgerKeys } from "#kernel/ledger-keys.ts";
import { kernelMessages } from "#kernel/messages.ts";
import { storeFile } from "#kernel/stored-files.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { readLedgerProof } from "#modules/trust/index.ts";
import { addSeal, packFiles, type PackSeal } from "./archive.ts";
import { buildJob } from "./commands.ts";
import { gatherContent, type PackLimits } from "./content.ts";
import { packsMessages } from "./messages.ts";
import { packPages } from "./pack-pages.tsx";
import { type PackStatus, packStates } from "./state.ts";
import type { PackManifestsTable } from "./tables.ts";

const actor = systemActor("packs");
const mediaType = "application/zip";

/** The bytes of a manifest's row that the ledger holds the hash of. */
export const manifestContent = (row: PackManifestsTable): string => canonicalJson(row);

const move = async (
  trx: Trx,
  context: Context,
  change: { id: string; unitId: string; event: "make" | "seal" | "fail"; set: Record<string, unknown> },
): Promise<void> => {
  // Generic over every module's tables.
  await applyTransition(trx as never, {
    machine: packStates,
    table: "evidence_packs",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  });
  await recordAudit(trx, context, {
    actor,
    action: `packs.${change.event}`,
    unitId: change.unitId,
    record: { table: "evidence_packs", id: change.id },
  });
};

/** What another node did first is done: the loser's transaction leaves nothing behind. */
const unlessDone = async (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "state.conflict")) throw error;
  });

const findPack = async ({ db }: Context, id: string, status: PackStatus) =>
  db
    .selectFrom("evidence_packs")
    .selectAll()
    .where("id", "=", id)
    .where("status", "=", status)
    .executeTakeFirst();

/** Makes one pack that was asked for. Run again (its worker died), it makes the same; run twice at once, one wins. */
export const buildPack = async (context: Context, packId: string, limits?: PackLimits): Promise<void> => {
  const pack = await findPack(context, packId, "asked");
  if (pack === undefined) return;
  const about = { documentId: pack.document_id, title: pack.title, asOf: pack.as_of };
  const gathered = await gatherContent(context, about, limits).catch((error: unknown) => {
    // What is too large stays too large: said once, not tried again.
    if (error instanceof AppError && error.status < 500) return error;
    throw error;
  });
  if (gathered instanceof AppError) {
    const failure = createMessageBook([kernelMessages, packsMessages]).sentence(gathered);
    await unlessDone(
      inTransaction(context.db, async (trx) =>
        move(trx, context, { id: pack.id, unitId: pack.unit_id, event: "fail", set: { failure } }),
      ),
    );
    return;
  }
  const made = packFiles([...packPages(gathered.content), ...gathered.files], {
    packId: pack.id,
    title: pack.title,
    asOf: pack.as_of,
    madeAt: pack.asked_at.toISOString(),
  });
  await unlessDone(
    inTransaction(context.db, async (trx) => {
      const fileId = await storeFile(trx, context, {
        clean: { bytes: Buffer.from(made.bytes), mediaType, extension: "zip" },
        name: `${pack.title}.zip`,
        purpose: "packs.archive",
        actor,
        unitId: pack.unit_id,
      });
      await move(trx, context, {
        id: pack.id,
        unitId: pack.unit_id,
        event: "make",
        set: { file_id: fileId, byte_count: made.bytes.length },
      });
      const row: PackManifestsTable = {
        id: pack.id,
        manifest_hash: made.manifestHash,
        file_count: made.fileCount,
        as_of: pack.as_of,
        made_at: context.clock.now(),
      };
      await trx.insertInto("pack_manifests").values(row).execute();
      await appendLedgerEntry(trx, context.clock, {
        table: "pack_manifests",
        id: pack.id,
        content: manifestContent(row),
      });
    }),
  );
};

/** Adds the ledger's proof to the packs whose manifest a signed checkpoint covers; returns how many were waiting still. */
export const sealPacks = async (context: Context, keys: () => LedgerKeys): Promise<number> => {
  const { db } = context;
  const waiting = await db
    .selectFrom("evidence_packs as pack")
    .innerJoin("pack_manifests as manifest", "manifest.id", "pack.id")
    .select(["pack.id", "pack.unit_id", "pack.title", "pack.file_id"])
    .select(["manifest.manifest_hash", "manifest.file_count", "manifest.as_of", "manifest.made_at"])
    .where("pack.status", "=", "made")
    .orderBy("pack.asked_at")
    .execute();
  let left = 0;
  for (const pack of waiting) {
    const entryId = await findLedgerEntryOf(db, { table: "pack_manifests", id: pack.id });
    const proof =
      entryId === undefined
        ? undefined
        : await readLedgerProof(db, entryId, keys()).catch((error: unknown) => {
            if (error instanceof AppError && error.code === "trust.entry_without_checkpoint")
              return undefined;
            throw error;
          });
    if (proof === undefined || pack.file_id === null) {
      left += 1;
      continue;
    }
    const content = manifestContent({
      id: pack.id,
      manifest_hash: pack.manifest_hash,
      file_count: pack.file_count,
      as_of: pack.as_of,
      made_at: pack.made_at,
    });
    const { leaf, leafIndex, treeSize, checkpoint, publicKey } = proof;
    const suite = proof.suite === "sm3" ? "sm3" : "sha256";
    const seal: PackSeal = {
      content,
      leaf,
      leafIndex,
      treeSize,
      suite,
      proof: proof.proof,
      checkpoint,
      publicKey,
    };
    const bytes = Buffer.from(addSeal(await context.files.get(pack.file_id), seal));
    await unlessDone(
      inTransaction(db, async (trx) => {
        const fileId = await storeFile(trx, context, {
          clean: { bytes, mediaType, extension: "zip" },
          name: `${pack.title}.zip`,
          purpose: "packs.archive",
          actor,
          unitId: pack.unit_id,
        });
        await move(trx, context, {
          id: pack.id,
          unitId: pack.unit_id,
          event: "seal",
          set: { file_id: fileId, byte_count: bytes.length },
        });
      }),
    );
  }
  return left;
};

const readPackId = (data: unknown): string => {
  if (typeof data === "object" && data !== null && "packId" in data && typeof data.packId === "string")
    return data.packId;
  throw new Error("a job to build a pack names the pack");
};

export const packsJobs = (context: Context, keys: () => LedgerKeys): readonly JobDefinition[] => [
  {
    name: buildJob,
    title: "制作迎检材料包",
    expireInSeconds: 45,
    run: async (data) => buildPack(context, readPackId(data)),
  },
  {
    name: "packs.seal",
    title: "给做好的迎检材料包加上账本证明",
    everySeconds: 10,
    run: async () => void (await sealPacks(context, keys)),
  },
];
