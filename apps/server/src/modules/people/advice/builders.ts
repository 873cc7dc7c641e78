import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { appointExpert, registerExpert } from "../experts.ts";
import { setSenior } from "../expert-profiles.ts";
import { type AdviceWords, submitPaper } from "./papers.ts";

const tester = systemActor("builder");

/** A person as an appointed expert of the senior group. */
export const buildAdviser = async (
  db: Db,
  context: ActContext,
  input: { personId: string; unitId: string },
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const expertId = await registerExpert(trx, context, tester, {
      ...input,
      publicTitle: "退休工程师（演示）",
    });
    await appointExpert(trx, context, tester, {
      expertId,
      field: "engineering",
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    await setSenior(trx, context, tester, { expertId, senior: "yes" });
  });

export const adviceWords: AdviceWords = {
  title: "把科普橱窗用起来（演示）",
  body: "演示：我在三个社区看了橱窗，多数半年没有换过。建议每个季度按时令换一次内容，由社区科普员负责，街道每半年看一次，坏了的玻璃一并修好。",
};

/** A paper that was filed to a unit. */
export const buildPaper = async (
  db: Db,
  context: ActContext,
  adviser: PersonActor,
  unitId: string,
): Promise<string> =>
  inTransaction(db, (trx) =>
    submitPaper(trx, context, adviser, { ...adviceWords, unitId, requestId: undefined }),
  );
