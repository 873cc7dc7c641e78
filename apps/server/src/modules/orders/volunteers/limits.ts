import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Demand, type Effort, findLimits } from "#modules/teams/index.ts";
import { countWeek } from "./able.ts";
import { listUnfit } from "./demands.ts";
import type { OrdersError } from "../errors.ts";

/**
 * Nobody is sent to what he said he cannot manage (E-03).
 * @throws AppError `orders.beyond_limits` | `orders.week_full`
 */
export const requireWithinLimits = async (
  trx: Trx,
  context: Pick<ActContext, "cipher">,
  input: {
    personId: string;
    name: string;
    effort: Effort | undefined;
    demands: readonly Demand[];
    startsAt: Date;
  },
): Promise<void> => {
  const { personId, name } = input;
  const limits = await findLimits(trx, personId);
  const refuse = (code: OrdersError): AppError<OrdersError> =>
    new AppError<OrdersError>(code, { status: 409, values: { name }, fields: { personId: code } });
  // One sentence for all of them: which limit it is stays the volunteer's.
  if ((await listUnfit(trx, context, { ...input, personIds: [personId] })).has(personId))
    throw refuse("orders.beyond_limits");
  if (limits.visitsAWeek === null) return;
  // Two visits of one week planned at once would both count the same others: they wait for one another here.
  await sql`select pg_advisory_xact_lock(hashtext('orders.week'), hashtext(${personId}))`.execute(trx);
  // The one being planned is among them.
  if ((await countWeek(trx, input)) > limits.visitsAWeek) throw refuse("orders.week_full");
};
