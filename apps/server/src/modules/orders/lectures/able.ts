import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { OrderNeed } from "../batch/to-board.ts";
import { beginningOf, listNotAsked } from "../volunteers/able.ts";
import { findLecturer, type Lecturer } from "./lecturers.ts";

/** The lecturer of a talk for one order; he is no more asked beyond his own limits than anybody else (E-03). */
export const findAbleLecturer = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { itemCode: string | null; need: OrderNeed },
): Promise<Lecturer | undefined> => {
  const { need } = input;
  const lecturer = await findLecturer(db, { itemCode: input.itemCode, day: need.day });
  if (lecturer === undefined || lecturer.problem !== undefined) return lecturer;
  const notAsked = await listNotAsked(db, context, {
    personIds: [lecturer.personId],
    effort: need.effort,
    demands: need.demands,
    startsAt: beginningOf(need),
  });
  return notAsked.has(lecturer.personId) ? { ...lecturer, problem: "主讲人这次去不了" } : lecturer;
};
