import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { findFilm, planShowing } from "#modules/channels/index.ts";
import { listAncestors } from "#modules/organisations/index.ts";
import { findItem } from "./menu.ts";
import type { LockedOrder } from "./order-writes.ts";

/**
 * A craftsman's talk that a park has agreed a time for brings a film of its topic to the screens of that park in the same week (W-02);
 * another time moves it. Where there is no film, or no screen, the talk goes on without.
 */
export const playFilmBeside = async (
  trx: Trx,
  context: ActContext,
  { order, startsAt }: { order: LockedOrder; startsAt: Date },
): Promise<void> => {
  const item = order.item_code === null ? undefined : await findItem(trx, order.item_code);
  if (item?.kind !== "story") return;
  const { path } = await trx
    .selectFrom("org_units")
    .select("path")
    .where("id", "=", order.place_unit_id)
    .executeTakeFirstOrThrow();
  const park = (await listAncestors(trx, path)).find((unit) => unit.kind === "park");
  const film = await findFilm(trx, context.clock.now(), [item.topic]);
  if (park === undefined || film === undefined) return;
  try {
    await planShowing(trx, context, systemActor("orders.film"), {
      unitId: park.id,
      no: film.no,
      day: toDistrictDate(startsAt),
      calledBy: `orders:${order.id}`,
    });
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith("channels.film_")) return;
    throw error;
  }
};
