import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { answerComplaint, fileComplaint } from "#modules/complaints/index.ts";
import { listOwnOrders } from "#modules/orders/index.ts";

const served: ReadonlySet<string> = new Set(["done", "confirmed", "rated"]);

/** Complaints of three residents about services they had: one is answered, two wait for the station. */
export const seedComplaints = async (
  context: Context,
  people: { residents: readonly PersonActor[]; dispatcher: PersonActor },
): Promise<void> => {
  const words = [
    "来的人迟到了四十分钟，事先也没有打电话。（演示）",
    "讲得太快，老人没有听清，也没有留材料。（演示）",
    "约好三个人，只来了一个，没有忙过来。（演示）",
  ];
  let filed = 0;
  for (const resident of people.residents) {
    const body = words[filed];
    if (body === undefined) return;
    const order = (await listOwnOrders(context.db, resident.personId)).find(
      (one) => served.has(one.status) && one.team_id !== null,
    );
    if (order === undefined) continue;
    await inTransaction(context.db, async (trx) => {
      const id = await fileComplaint(trx, context, resident, { orderId: order.id, about: "team", body });
      if (filed === 0)
        await answerComplaint(trx, context, people.dispatcher, {
          complaintId: id,
          finding: "upheld",
          answer: "问过队长，当天堵车没有先告诉您，向您道歉。队里以后提前打电话。（演示）",
        });
    });
    filed += 1;
  }
};
