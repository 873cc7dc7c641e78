import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFile, markFileDeleted, storeFile } from "#kernel/stored-files.ts";
import { cleanVoice } from "#kernel/voice-message.ts";
import { requireRequester } from "../desk.ts";
import type { OrdersError } from "../errors.ts";
import { type LockedOrder, lockOrder } from "../order-writes.ts";
import { orderStates } from "../state.ts";

export const attachmentPurpose = "orders.attachment";
export const maxPhotoBytes = 10 * 1024 * 1024;
const most = { photo: 3, voice: 1 } as const;
type Kind = keyof typeof most;

/** Drawn anew, or measured; what the door of files refuses is said at the field. */
const clean = async (kind: Kind, bytes: Buffer) => {
  try {
    if (kind === "photo")
      return {
        file: await cleanFile(bytes, { kinds: ["jpeg", "png", "webp"], maxBytes: maxPhotoBytes }),
        seconds: null,
      };
    const { file, seconds } = await cleanVoice(bytes);
    if (seconds === undefined) throw new AppError<OrdersError>("orders.voice_length");
    return { file, seconds };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { [kind]: cause.code }, values: cause.values, cause });
  }
};

type Attach = {
  orderId: string;
  about: "order" | "rating";
  files: readonly UploadedFile[];
  requestId: string;
};

/** Keeps what was sent with an order or a rating; who may was asked before. */
export const keepAttachments = async (
  trx: Trx,
  context: Context,
  actor: Actor,
  input: Attach,
): Promise<number> => {
  const order = await lockOrder(trx, input.orderId);
  const had = await trx
    .selectFrom("order_attachments")
    .select(["kind", (eb) => eb.fn.countAll<number>().as("count")])
    .where("order_id", "=", order.id)
    .where("round", "=", order.round)
    .where("about", "=", input.about)
    .groupBy("kind")
    .execute();
  const counts = new Map(had.map((row) => [row.kind, row.count]));
  let kept = 0;
  for (const { field, bytes } of input.files) {
    // A form without a chosen file sends an empty one.
    if (bytes.length === 0) continue;
    const kind: Kind = field === "photo" ? "photo" : "voice";
    const count = (counts.get(kind) ?? 0) + 1;
    if (count > most[kind])
      throw new AppError<OrdersError>("orders.attachments_full", {
        status: 409,
        fields: { [kind]: "orders.attachments_full" },
      });
    counts.set(kind, count);
    const { file, seconds } = await clean(kind, bytes);
    const fileId = await storeFile(trx, context, {
      clean: file,
      // The sender's own name of the file can hold a person's name: not kept.
      name: `order-${kind}`,
      purpose: attachmentPurpose,
      actor,
      unitId: order.owner_unit_id,
      requestId: input.requestId,
    });
    await trx
      .insertInto("order_attachments")
      .values({
        id: createId(context.clock),
        order_id: order.id,
        round: order.round,
        about: input.about,
        kind,
        file_id: fileId,
        seconds,
        created_at: context.clock.now(),
      })
      .execute();
    kept += 1;
  }
  return kept;
};

/**
 * The resident adds a photograph or a voice message to his order while it is open.
 * @throws AppError `orders.not_yours` | `orders.not_now` | `orders.attachment_none` | `orders.attachments_full` |
 *   `orders.voice_length` and those of the file kernel
 */
export const attachToOrder = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: Omit<Attach, "about">,
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  requireRequester(order, actor);
  await keepSome(trx, context, actor, { order, ...input });
};

const keepSome = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  { order, ...input }: Omit<Attach, "about"> & { order: LockedOrder },
): Promise<void> => {
  if (orderStates.isTerminal(order.status))
    throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  if ((await keepAttachments(trx, context, actor, { ...input, about: "order" })) === 0)
    throw new AppError<OrdersError>("orders.attachment_none", {
      fields: { photo: "orders.attachment_none" },
    });
};

/**
 * The station keeps a photograph of the paper that an order came on, so that what was typed can be held against it.
 * @throws AppError `orders.not_on_paper` and those of `attachToOrder`
 */
export const attachPaper = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: Omit<Attach, "about">,
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.channel !== "paper") throw new AppError<OrdersError>("orders.not_on_paper", { status: 409 });
  await keepSome(trx, context, actor, { order, ...input });
};

export type AttachmentView = {
  id: string;
  about: "order" | "rating";
  kind: Kind;
  seconds: number | null;
  createdAt: Date;
};

export const listAttachments = async (db: Db | Trx, orderId: string): Promise<AttachmentView[]> =>
  db
    .selectFrom("order_attachments")
    .select(["id", "about", "kind", "seconds", "created_at as createdAt"])
    .where("order_id", "=", orderId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** The file of one attachment of an order. @throws AppError `orders.not_found` (404) */
export const getAttachmentFile = async (
  db: Db,
  input: { orderId: string; attachmentId: string },
): Promise<string> => {
  const row = await db
    .selectFrom("order_attachments")
    .select("file_id")
    .where("order_id", "=", input.orderId)
    .where("id", "=", input.attachmentId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
  return row.file_id;
};

/** Takes photographs and voices of a person's orders out of use; their bytes follow. */
export const dropAttachmentsOf = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  personId: string,
): Promise<void> => {
  const rows = await trx
    .selectFrom("order_attachments as a")
    .innerJoin("orders as o", "o.id", "a.order_id")
    .select(["a.id", "a.file_id"])
    .where("o.requester_person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx.deleteFrom("order_attachments").where("id", "=", row.id).execute();
    await markFileDeleted(trx, context.clock, row.file_id);
  }
};
