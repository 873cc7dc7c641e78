import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { answerComplaint, fileComplaint } from "#modules/complaints/index.ts";
import { listOwnOrders } from "#modules/orders/index.ts";
import type { SeededDistrict } from "./organisations.ts";

const served: ReadonlySet<string> = new Set(["done", "confirmed", "rated"]);

/** Complaints of three residents about services they had, first those of the dispatcher's own station: one is answered, two wait. */
export const seedComplaints = async (
  context: Context,
  people: { residents: readonly PersonActor[]; dispatcher: PersonActor; district: SeededDistrict },
): Promise<void> => {
  const words = [
    "来的人迟到了四十分钟，事先也没有打电话。（演示）",
    "讲得太快，老人没有听清，也没有留材料。（演示）",
    "约好三个人，只来了一个，没有忙过来。（演示）",
  ];
  const station = people.district.places[0]?.station.id;
  const visits: { resident: PersonActor; orderId: string; isOwn: boolean }[] = [];
  for (const resident of people.residents) {
    const orders = await listOwnOrders(context.db, resident.personId);
    const had = orders.filter((one) => served.has(one.status) && one.team_id !== null);
    const order = had.find((one) => one.owner_unit_id === station) ?? had[0];
    if (order !== undefined)
      visits.push({ resident, orderId: order.id, isOwn: order.owner_unit_id === station });
  }
  const chosen = visits.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn));
  for (const [at, body] of words.entries()) {
    const visit = chosen[at];
    if (visit === undefined) return;
    await inTransaction(context.db, async (trx) => {
      const { resident, orderId } = visit;
      const id = await fileComplaint(trx, context, resident, { orderId, about: "team", body });
      if (at === 0)
        await answerComplaint(trx, context, people.dispatcher, {
          complaintId: id,
          finding: "upheld",
          answer: "问过队长，当天堵车没有先告诉您，向您道歉。队里以后提前打电话。（演示）",
        });
    });
  }
};
