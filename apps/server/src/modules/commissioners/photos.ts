import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { cleanFacePhoto } from "#kernel/face-photo.ts";
import type { FacesSaid } from "#kernel/face-places.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { markFileDeleted, storeFile } from "#kernel/stored-files.ts";
import type { CommissionersError } from "./errors.ts";

export const photoPurpose = "commissioners.photo";
export const maxPhotoBytes = 10 * 1024 * 1024;
const mostPhotos = 3;

const refuse = (field: string, code: CommissionersError, status = 422): AppError<CommissionersError> =>
  new AppError<CommissionersError>(code, { status, fields: { [field]: code } });

/**
 * Keeps photographs of a visit that its commissioner sends while the farmer has not spoken yet: he confirms what he saw.
 * @returns how many were kept; a form without a chosen file sends an empty one
 * @throws AppError `commissioners.log_not_found` | `commissioners.photo_late` | `commissioners.photos_full` | `commissioners.faces` and those of files
 */
export const keepVisitPhotos = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: { logId: string; files: readonly UploadedFile[]; said: FacesSaid | undefined; requestId: string },
): Promise<number> => {
  const files = input.files.filter((file) => file.bytes.length > 0);
  if (files.length === 0) return 0;
  const log = await trx
    .selectFrom("commissioner_logs as log")
    .innerJoin("commissioner_contracts as contract", "contract.id", "log.contract_id")
    .select(["log.id", "log.status", "contract.person_id", "contract.unit_id"])
    .where("log.id", "=", input.logId)
    .forUpdate("log")
    .executeTakeFirst();
  if (log === undefined || log.person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  if (log.status !== "reported") throw refuse("photo", "commissioners.photo_late", 409);
  const had = await listVisitPhotos(trx, log.id);
  if (had.length + files.length > mostPhotos) throw refuse("photo", "commissioners.photos_full", 409);
  for (const { bytes } of files) {
    const fileId = await storeFile(trx, context, {
      clean: await cleanFacePhoto<CommissionersError>("commissioners.faces", {
        bytes,
        said: input.said,
        maxBytes: maxPhotoBytes,
      }),
      // The sender's own name of the file can hold a person's name: not kept.
      name: "visit-photo",
      purpose: photoPurpose,
      actor,
      unitId: log.unit_id,
      requestId: input.requestId,
    });
    const id = createId(context.clock);
    await trx
      .insertInto("commissioner_photos")
      .values({ id, log_id: log.id, file_id: fileId, created_at: context.clock.now() })
      .execute();
    await recordAudit(trx, context, {
      actor,
      action: "commissioners.photo",
      unitId: log.unit_id,
      record: { table: "commissioner_photos", id },
      requestId: input.requestId,
    });
  }
  return files.length;
};

/** The photographs of a visit, oldest first. */
export const listVisitPhotos = async (db: Db | Trx, logId: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom("commissioner_photos")
      .select("id")
      .where("log_id", "=", logId)
      .orderBy("created_at")
      .orderBy("id")
      .execute()
  ).map((row) => row.id);

/** The file of a visit's photograph, for the commissioner and the farmer of that visit where one is named. @throws AppError `commissioners.photo_not_found` */
export const getVisitPhotoFile = async (
  db: Db | Trx,
  input: { logId: string; photoId: string; personId?: string },
): Promise<string> => {
  const { personId } = input;
  const row = await db
    .selectFrom("commissioner_photos as photo")
    .innerJoin("commissioner_logs as log", "log.id", "photo.log_id")
    .innerJoin("commissioner_contracts as contract", "contract.id", "log.contract_id")
    .select("photo.file_id")
    .where("photo.id", "=", input.photoId)
    .where("log.id", "=", input.logId)
    .$if(personId !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb("contract.person_id", "=", personId ?? ""),
          eb("log.farmer_person_id", "=", personId ?? ""),
        ]),
      ),
    )
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.photo_not_found", { status: 404 });
  return row.file_id;
};

/** Takes the photographs of a farmer's visits out of use; their bytes follow. */
export const dropPhotosOfFarmer = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  personId: string,
): Promise<void> => {
  const rows = await trx
    .selectFrom("commissioner_photos as photo")
    .innerJoin("commissioner_logs as log", "log.id", "photo.log_id")
    .select(["photo.id", "photo.file_id"])
    .where("log.farmer_person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx.deleteFrom("commissioner_photos").where("id", "=", row.id).execute();
    await markFileDeleted(trx, context.clock, row.file_id);
  }
};
