import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { type CleanFile, cleanFile, storeFile } from "#kernel/stored-files.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { requireOneself } from "./commands.ts";
import type { TeamsError } from "./errors.ts";
import { type BadgeEvent, badgeStates } from "./state.ts";
import type { BadgeKind } from "./vocabulary.ts";

export const maxProofBytes = 10 * 1024 * 1024;
const longestYears = 5;

const cleanProof = async (bytes: Buffer): Promise<CleanFile> => {
  try {
    return await cleanFile(bytes, { kinds: ["pdf", "jpeg", "png"], maxBytes: maxProofBytes });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = error.code === "files.empty" ? "teams.proof_empty" : "teams.proof_type";
    throw new AppError<TeamsError>(code, { fields: { photo: code }, cause: error });
  }
};

/** Keeps the picture of a badge's paper. @throws AppError `teams.proof_type` | `teams.proof_empty` */
export const storeBadgeProof = async (
  trx: Trx,
  context: Context,
  file: { upload: UploadedFile; actor: Actor; requestId: string },
): Promise<string> => {
  const clean = await cleanProof(file.upload.bytes);
  const { actor, requestId } = file;
  return storeFile(trx, context, {
    clean,
    name: `badge.${clean.extension}`,
    purpose: "teams.badge",
    actor,
    requestId,
  });
};

/**
 * A volunteer sends a badge with its proof and last day; somebody else verifies it.
 * @throws AppError `teams.badge_expiry` | `teams.badge_waiting`
 */
export const submitBadge = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { kind: BadgeKind; unitId: string; proof: string; expiresOn: string; proofFileId?: string },
): Promise<string> => {
  requireOneself(actor);
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const latest = `${Number(today.slice(0, 4)) + longestYears}${today.slice(4)}`;
  if (input.expiresOn <= today || input.expiresOn > latest)
    throw new AppError<TeamsError>("teams.badge_expiry", { fields: { expiresOn: "teams.badge_expiry" } });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("volunteer_badges")
      .values({
        id,
        person_id: actor.personId,
        unit_id: input.unitId,
        kind: input.kind,
        proof: input.proof.trim(),
        proof_file_id: input.proofFileId ?? null,
        expires_on: input.expiresOn,
        status: "submitted",
        status_changed_at: now,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "volunteer_badges_one_waiting"))
      throw new AppError<TeamsError>("teams.badge_waiting", {
        status: 409,
        fields: { kind: "teams.badge_waiting" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "teams.badge",
    unitId: input.unitId,
    record: { table: "volunteer_badges", id },
    requestId: context.requestId,
  });
  return id;
};

/** @throws AppError `teams.badge_not_found` | `teams.own_badge` | `teams.reason_needed` | `state.conflict` */
export const decideBadge = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { badgeId: string; decision: BadgeEvent; reason?: string | undefined },
): Promise<void> => {
  const reason = requireText<TeamsError>("teams.reason_needed", input.reason, {
    least: input.decision !== "verify" ? 5 : 0,
  });
  const badge = await trx
    .selectFrom("volunteer_badges")
    .select(["id", "person_id", "unit_id"])
    .where("id", "=", input.badgeId)
    .forUpdate()
    .executeTakeFirst();
  if (badge === undefined) throw new AppError<TeamsError>("teams.badge_not_found", { status: 404 });
  const personId = actor.kind === "person" ? actor.personId : null;
  if (personId === badge.person_id) throw new AppError<TeamsError>("teams.own_badge", { status: 403 });
  await applyTransition(trx as never, {
    machine: badgeStates,
    table: "volunteer_badges",
    id: badge.id,
    event: input.decision,
    now: context.clock.now(),
    set: { decided_by_person_id: personId, decision_reason: reason === "" ? null : reason },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "teams.decide_badge",
    unitId: badge.unit_id,
    record: { table: "volunteer_badges", id: badge.id },
    reason: reason === "" ? undefined : reason,
    requestId: context.requestId,
  });
};

/** The badges that hold on a day, by person. */
export const listValidBadges = async (
  db: Db | Trx,
  personIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, ReadonlySet<BadgeKind>>> => {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("volunteer_badges")
    .select(["person_id", "kind"])
    .where("person_id", "in", [...personIds])
    .where("status", "=", "verified")
    .where("expires_on", ">=", day)
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.person_id)].map(([id, held]) => [
      id,
      new Set(held.map((row) => row.kind)),
    ]),
  );
};
