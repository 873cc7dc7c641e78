import type { PersonActor } from "#kernel/actor.ts";
import type { Trx } from "#kernel/db.ts";
import { enterGroup, enterNames, type ItemView, signRoll } from "#modules/orders/index.ts";
import type { Desk } from "./orders.ts";

/** Who came to a training, as its trainer writes it down: pupils as a number, adults by name. */
export const seedRoll = async (
  trx: Trx,
  { past, random }: Desk,
  { orderId, leader, item }: { orderId: string; leader: PersonActor; item: ItemView },
): Promise<void> => {
  const [audience = "youth"] = item.audiences;
  if (audience !== "youth")
    await enterNames(trx, past, leader, { orderId, audience, names: "演示学员甲\n演示学员乙\n演示学员丙" });
  const group = audience === "youth" ? "五年级 1 班（演示）" : "不留名的（演示）";
  await enterGroup(trx, past, leader, { orderId, audience, group, people: random.between(8, 40) });
  await signRoll(trx, past, leader, orderId);
};
