import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFile, markFileDeleted, readStoredFiles, storeFile } from "#kernel/stored-files.ts";
import type { ActivitiesError } from "./errors.ts";
import { type FacesSaid, toPlaces } from "#kernel/face-places.ts";

export const evidencePurpose = "activities.evidence";
export const maxPhotoBytes = 15 * 1024 * 1024;
const mostPhotos = 30;

/** What a photograph shows: a session of an activity, or a visit of an order. */
export type EvidenceTarget = { kind: "session" | "order"; id: string; unitId: string };

/**
 * The photograph as it may be kept: drawn anew with the marked faces unrecognisable. The bytes that came exist in memory alone
 * and are let go. @throws AppError `activities.faces` and those of files
 */
export const cleanEvidence = async (bytes: Buffer, said: FacesSaid) => {
  const places = toPlaces(said);
  if (places === undefined)
    throw new AppError<ActivitiesError>("activities.faces", { fields: { faces: "activities.faces" } });
  try {
    const clean = await cleanFile(bytes, {
      kinds: ["jpeg", "png", "webp"],
      maxBytes: maxPhotoBytes,
      blurred: places,
    });
    return { clean, places: places.length };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { photo: cause.code }, values: cause.values, cause });
  }
};

/** Keeps a photograph whose faces are blurred. @throws AppError `activities.photos_full` */
export const addEvidencePhoto = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: {
    target: EvidenceTarget;
    photo: Awaited<ReturnType<typeof cleanEvidence>>;
    faces: FacesSaid["faces"];
    requestId?: string;
  },
): Promise<string> => {
  const { target, photo, requestId } = input;
  if ((await listPhotos(trx, target)).length >= mostPhotos)
    throw new AppError<ActivitiesError>("activities.photos_full", { status: 409 });
  const fileId = await storeFile(trx, context, {
    clean: photo.clean,
    // The sender's own name of the file can hold a person's name: not kept.
    name: "evidence-photo",
    purpose: evidencePurpose,
    actor,
    unitId: target.unitId,
    ...(requestId === undefined ? {} : { requestId }),
  });
  const id = createId(context.clock);
  await trx
    .insertInto("evidence_photos")
    .values({
      id,
      file_id: fileId,
      session_id: target.kind === "session" ? target.id : null,
      order_id: target.kind === "order" ? target.id : null,
      faces: input.faces,
      places_blurred: photo.places,
      taken_by_person_id: actor.personId,
      created_at: context.clock.now(),
      removed_at: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "activities.photo_add",
    unitId: target.unitId,
    record: { table: "evidence_photos", id },
    requestId,
  });
  return id;
};

const selectPhotos = (db: Db | Trx) =>
  db.selectFrom("evidence_photos").selectAll().where("removed_at", "is", null);
export type PhotoRow = Awaited<ReturnType<ReturnType<typeof selectPhotos>["executeTakeFirstOrThrow"]>>;

/** Photographs of a session or a visit that stand, oldest first. */
export const listPhotos = async (
  db: Db | Trx,
  target: Pick<EvidenceTarget, "kind" | "id">,
): Promise<readonly PhotoRow[]> =>
  selectPhotos(db)
    .where(target.kind === "session" ? "session_id" : "order_id", "=", target.id)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** @throws AppError `activities.photo_not_found` */
export const getPhoto = async (db: Db | Trx, id: string): Promise<PhotoRow> => {
  const photo = await selectPhotos(db).where("id", "=", id).executeTakeFirst();
  if (photo === undefined) throw new AppError<ActivitiesError>("activities.photo_not_found", { status: 404 });
  return photo;
};

/** Takes a photograph out of use that shows what it should not; its bytes go too. @throws AppError `activities.photo_in_use` */
export const removePhoto = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { photoId: string; unitId: string },
): Promise<void> => {
  const photo = await getPhoto(trx, input.photoId);
  const used = await trx
    .selectFrom("head_counts")
    .select("id")
    .where("photo_id", "=", photo.id)
    .where("status", "in", ["counted", "confirmed"])
    .executeTakeFirst();
  if (used !== undefined) throw new AppError<ActivitiesError>("activities.photo_in_use", { status: 409 });
  await trx
    .updateTable("evidence_photos")
    .set({ removed_at: context.clock.now() })
    .where("id", "=", photo.id)
    .execute();
  await markFileDeleted(trx, context.clock, photo.file_id);
  await recordAudit(trx, context, {
    actor,
    action: "activities.photo_remove",
    unitId: input.unitId,
    record: { table: "evidence_photos", id: photo.id },
    requestId: context.requestId,
  });
};

/** The blurred photograph, to be shown to who may see it: the route decides who. */
export const readPhoto = async (
  context: Context,
  photo: PhotoRow,
): Promise<{ contentType: string; body: Buffer }> => {
  const file = (await readStoredFiles(context.db, [photo.file_id])).get(photo.file_id);
  if (file === undefined) throw new AppError<ActivitiesError>("activities.photo_not_found", { status: 404 });
  return { contentType: file.mediaType, body: await context.files.get(file.id) };
};
