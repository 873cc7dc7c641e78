import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { Jobs } from "#kernel/jobs.ts";
import type { PacksError } from "./errors.ts";
import "./tables.ts";

export const buildJob = "packs.build";

/**
 * Asks for a pack of a plan on a day; a job makes it. Asked again while one is being made, it is refused.
 * @throws AppError `packs.waiting` (409) | `packs.day`
 */
export const askPack = async (
  trx: Trx,
  context: ActContext & { jobs: Jobs },
  actor: PersonActor,
  input: { document: { id: string; unitId: string }; title: string; asOf: string },
): Promise<string> => {
  const now = context.clock.now();
  if (input.asOf > toDistrictDate(now))
    throw new AppError<PacksError>("packs.day", { fields: { asOf: "packs.day" } });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("evidence_packs")
      .values({
        id,
        unit_id: input.document.unitId,
        document_id: input.document.id,
        title: input.title.trim(),
        as_of: input.asOf,
        status: "asked",
        status_changed_at: now,
        file_id: null,
        byte_count: null,
        failure: null,
        asked_by_person_id: actor.personId,
        asked_at: now,
      })
      .execute();
  } catch (cause) {
    if (isUniqueViolation(cause, "evidence_packs_one_open"))
      throw new AppError<PacksError>("packs.waiting", { status: 409, cause });
    throw cause;
  }
  await recordAudit(trx, context, {
    actor,
    action: "packs.ask",
    unitId: input.document.unitId,
    record: { table: "evidence_packs", id },
    requestId: context.requestId,
  });
  await context.jobs.send(trx, buildJob, { packId: id });
  return id;
};
