import { randomInt, randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildStudio, type Studio } from "#test/support/studio.ts";
import { createPerson } from "#modules/identity/index.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { type Credit, toCredits } from "./credits.ts";
import {
  pairSubmission,
  draftSubmission,
  saveWords,
  sendSubmission,
  startSubmission,
} from "./submissions.ts";

const system = systemActor("test");

export type Desk = Studio & {
  citizen: PersonActor;
  /** A registered expert of nutrition beside the one who signs. */
  adviser: PersonActor;
  resident: (name?: string) => Promise<PersonActor>;
  expertOf: (field: string) => Promise<PersonActor>;
};

/** The studio with a citizen, and a second expert of the field: whoever advised does not sign. */
export const buildDesk = async (context: Context): Promise<Desk> => {
  const studio = await buildStudio(context);
  const resident = async (name = "演示李四"): Promise<PersonActor> => {
    const personId = await inTransaction(context.db, (trx) =>
      createPerson(trx, context, system, {
        fullName: name,
        phone: `198${String(randomInt(100_000_000)).padStart(8, "0")}`,
      }),
    );
    return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
  };
  const expertOf = async (field: string): Promise<PersonActor> => {
    const expert = await studio.person("expert");
    await inTransaction(context.db, async (trx) => {
      const expertId = await registerExpert(trx, context, system, {
        personId: expert.personId,
        unitId: studio.unit.id,
        publicTitle: "测试大学副教授",
      });
      await appointExpert(trx, context, system, {
        expertId,
        field,
        canSign: "yes",
        startsOn: "2026-01-01",
        endsOn: "2027-12-31",
        document: "测试聘书",
      });
    });
    return expert;
  };
  return { ...studio, citizen: await resident(), adviser: await expertOf("nutrition"), resident, expertOf };
};

export const testWords =
  "我家冰箱里的剩菜，妈妈总说闻着没坏就能吃。我连着记了一个月，发现放了两天的菜有三次让人拉肚子。";

/** A contribution of the citizen, sent. */
export const buildSubmission = async (
  context: Context,
  desk: Desk,
  options: { writer?: PersonActor } = {},
): Promise<string> => {
  const writer = options.writer ?? desk.citizen;
  return inTransaction(context.db, async (trx) => {
    const id = await startSubmission(trx, context, writer, {
      kind: "draft",
      title: "剩菜能不能吃，我记了一个月",
      audience: "elder",
      topic: "food-safety",
    });
    await saveWords(trx, context, writer, { id, words: testWords });
    await sendSubmission(trx, context, writer, {
      id,
      credit: "pen_name",
      penName: "测试柳叶",
      agreed: "yes",
    });
    return id;
  });
};

/** As buildSubmission, paired with the adviser and made a draft by the editor. */
export const buildDrafted = async (
  context: Context,
  desk: Desk,
): Promise<{ id: string; contentId: string; versionId: string; contentNo: number }> => {
  const id = await buildSubmission(context, desk);
  const draft = await inTransaction(context.db, async (trx) => {
    await pairSubmission(trx, context, desk.author, {
      id,
      expertPersonId: desk.adviser.personId,
      field: "nutrition",
    });
    return draftSubmission(trx, context, desk.author, { id });
  });
  return { id, ...draft };
};

/** Who is credited with an item, whether it is out or not. */
export const creditsOf = async (db: Db, contentId: string): Promise<readonly Credit[]> =>
  toCredits(
    await db
      .selectFrom("content_credits")
      .select(["part", "shown_name"])
      .where("content_id", "=", contentId)
      .execute(),
  );
