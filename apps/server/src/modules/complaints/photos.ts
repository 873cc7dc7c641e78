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
import type { ComplaintsError } from "./errors.ts";

export const photoPurpose = "complaints.photo";
export const maxPhotoBytes = 10 * 1024 * 1024;
const mostPhotos = 3;

/**
 * Keeps the photographs that a resident sends with his own complaint while it is open; none is no mistake.
 * @returns how many were kept
 * @throws AppError `complaints.not_found` | `complaints.photo_late` | `complaints.photos_full` | `complaints.faces` and those of files
 */
export const keepPhotos = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: {
    complaintId: string;
    files: readonly UploadedFile[];
    said: FacesSaid | undefined;
    requestId: string;
  },
): Promise<number> => {
  // A form without a chosen file sends an empty one.
  const files = input.files.filter((file) => file.bytes.length > 0);
  if (files.length === 0) return 0;
  const row = await trx
    .selectFrom("complaints")
    .select(["id", "filed_by_person_id", "status", "owner_unit_id"])
    .where("id", "=", input.complaintId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.filed_by_person_id !== actor.personId)
    throw new AppError<ComplaintsError>("complaints.not_found", { status: 404 });
  if (row.status !== "filed" && row.status !== "appealed")
    throw new AppError<ComplaintsError>("complaints.photo_late", { status: 409 });
  const { count: had } = await trx
    .selectFrom("complaint_photos")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("complaint_id", "=", row.id)
    .executeTakeFirstOrThrow();
  if (had + files.length > mostPhotos)
    throw new AppError<ComplaintsError>("complaints.photos_full", {
      status: 409,
      fields: { photo: "complaints.photos_full" },
    });
  for (const { bytes } of files) {
    const fileId = await storeFile(trx, context, {
      clean: await cleanFacePhoto<ComplaintsError>("complaints.faces", {
        bytes,
        said: input.said,
        maxBytes: maxPhotoBytes,
      }),
      // The sender's own name of the file can hold a person's name: not kept.
      name: "complaint-photo",
      purpose: photoPurpose,
      actor,
      unitId: row.owner_unit_id,
      requestId: input.requestId,
    });
    const id = createId(context.clock);
    await trx
      .insertInto("complaint_photos")
      .values({ id, complaint_id: row.id, file_id: fileId, created_at: context.clock.now() })
      .execute();
    await recordAudit(trx, context, {
      actor,
      action: "complaints.photo",
      unitId: row.owner_unit_id,
      record: { table: "complaint_photos", id },
      requestId: input.requestId,
    });
  }
  return files.length;
};

/** The file of one photograph of a complaint, of its resident where one is named. @throws AppError `complaints.photo_not_found` */
export const getPhotoFile = async (
  db: Db | Trx,
  input: { complaintId: string; photoId: string; personId?: string },
): Promise<string> => {
  const { personId } = input;
  const row = await db
    .selectFrom("complaint_photos as photo")
    .innerJoin("complaints as one", "one.id", "photo.complaint_id")
    .select("photo.file_id")
    .where("one.id", "=", input.complaintId)
    .where("photo.id", "=", input.photoId)
    .$if(personId !== undefined, (query) => query.where("one.filed_by_person_id", "=", personId ?? ""))
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ComplaintsError>("complaints.photo_not_found", { status: 404 });
  return row.file_id;
};

/** Takes the photographs of a person's complaints out of use; their bytes follow. */
export const dropPhotosOf = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  personId: string,
): Promise<void> => {
  const rows = await trx
    .selectFrom("complaint_photos as photo")
    .innerJoin("complaints as one", "one.id", "photo.complaint_id")
    .select(["photo.id", "photo.file_id"])
    .where("one.filed_by_person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx.deleteFrom("complaint_photos").where("id", "=", row.id).execute();
    await markFileDeleted(trx, context.clock, row.file_id);
  }
};
