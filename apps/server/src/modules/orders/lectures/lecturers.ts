import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listStandings } from "#modules/people/index.ts";
import { listTeamsOf } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";

/** How the codes of talks begin. */
export const talkPrefix = "talk-";

/** Whose talk an item of the menu is, and how he can come on a day. */
export type Lecturer = {
  itemCode: string;
  personId: string;
  publicTitle: string;
  /** Verified teams that he is a member of: only these can bring him. */
  teamIds: ReadonlySet<string>;
  /** Why he cannot come on the day; undefined where he can. */
  problem: string | undefined;
};

/** The lecturer of a talk of the lecture group; undefined for every other item. */
export const findLecturer = async (
  db: Db | Trx,
  input: { itemCode: string | null; day: string },
): Promise<Lecturer | undefined> => {
  if (input.itemCode === null || !isTalkItem(input.itemCode)) return undefined;
  const talk = await db
    .selectFrom("lecture_talks")
    .select(["expert_id", "status"])
    .where("item_code", "=", input.itemCode)
    .executeTakeFirst();
  if (talk === undefined) return undefined;
  const standing = (await listStandings(db, { expertIds: [talk.expert_id], day: input.day })).get(
    talk.expert_id,
  );
  if (standing === undefined) return undefined;
  const teams = await listTeamsOf(db, standing.personId);
  const problems = [
    !standing.isAppointed && "主讲人那天不在聘期",
    standing.isAway && "主讲人那天不在",
  ].filter((problem) => problem !== false);
  return {
    itemCode: input.itemCode,
    personId: standing.personId,
    publicTitle: standing.publicTitle,
    teamIds: new Set(teams.filter((team) => team.status === "verified").map((team) => team.id)),
    problem: problems[0],
  };
};

/** Whether an item of the menu is a talk of the lecture group: their codes begin alike and no other may (menu.ts). */
export const isTalkItem = (itemCode: string): boolean => itemCode.startsWith(talkPrefix);

/** The lecturer himself goes to his talk; others only beside him. @throws AppError `orders.lecturer_first` */
export const requireLecturer = async (
  trx: Trx,
  input: { order: { item_code: string | null }; visitId: string; personId: string; day: string },
): Promise<void> => {
  const lecturer = await findLecturer(trx, { itemCode: input.order.item_code, day: input.day });
  if (lecturer === undefined || lecturer.personId === input.personId) return;
  const there = await trx
    .selectFrom("visit_members")
    .select("person_id")
    .where("visit_id", "=", input.visitId)
    .where("person_id", "=", lecturer.personId)
    .executeTakeFirst();
  if (there === undefined)
    throw new AppError<OrdersError>("orders.lecturer_first", {
      status: 409,
      values: { title: lecturer.publicTitle },
      fields: { personId: "orders.lecturer_first" },
    });
};
