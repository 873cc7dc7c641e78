// What children of three to six do with their hands comes to a kindergarten only with its safety label, enough grown-ups and the guardians
// told (Y-06).
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { OrdersError } from "../errors.ts";
import type { ItemView } from "../menu.ts";
import type { LittleSafety } from "../vocabulary.ts";

/** How many grown-ups of the kindergarten's own a visit needs, beside who comes. */
export const adultsFor = (little: LittleSafety, childrenCount: number): number =>
  Math.max(1, Math.ceil(childrenCount / little.childrenPerAdult));

/** What a service for three to six says of itself wherever it is shown. */
export const safetyText = (little: LittleSafety): string =>
  `3–6 岁动手做。用到：${little.materials}。当心：${little.hazards}。每 ${little.childrenPerAdult} 个孩子至少 1 位大人。`;

/**
 * A kindergarten orders what carries a safety label and nothing else, a free request neither.
 * @throws AppError `orders.kindergarten_item` at the field that was wrong
 */
export const requireFitItem = async (
  db: Db | Trx,
  input: { placeUnitId: string; item: ItemView | undefined; field: "item" | "itemCode" | "placeUnitId" },
): Promise<void> => {
  if (input.item?.little !== undefined) return;
  const place = await db
    .selectFrom("org_units")
    .select("kind")
    .where("id", "=", input.placeUnitId)
    .executeTakeFirst();
  if (place?.kind === "kindergarten")
    throw new AppError<OrdersError>("orders.kindergarten_item", {
      fields: { [input.field]: "orders.kindergarten_item" },
    });
};
