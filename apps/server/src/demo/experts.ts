import { systemActor } from "#kernel/actor.ts";
import { mondayOf, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import {
  applyAsExpert,
  askAdvice,
  decideApplication,
  declareInterest,
  type ExpertApplication,
  findExpertOf,
  listExperts,
  receivePaper,
  setDuty,
  setOwnProfile,
  submitPaper,
} from "#modules/people/index.ts";
import { type DemoStaff, demoPhone, requireStaff, residentActor } from "./people.ts";

const dayMs = 86_400_000;

type Applicant = ExpertApplication & { name: string; admitted: boolean };

const applicants: readonly Applicant[] = [
  {
    name: "演示专家甲",
    publicTitle: "退休物理教师，老专家组（演示）",
    fields: ["physics", "astronomy"],
    offers: "答居民提问、进校园讲星星",
    proof: "高级教师，教龄三十年（演示）",
    senior: "yes",
    admitted: true,
  },
  {
    name: "演示专家乙",
    publicTitle: "农技站农艺师（演示）",
    fields: ["agriculture"],
    offers: "答农户提问、下田",
    proof: "农艺师，证书演示 001 号",
    senior: "no",
    admitted: true,
  },
  {
    name: "演示专家丙",
    publicTitle: "社区医院营养师（演示）",
    fields: ["nutrition"],
    offers: "答疑、健康讲座",
    proof: "注册营养师，证书演示 002 号",
    senior: "no",
    admitted: false,
  },
];

/** The Monday of a day's week. */
/** Two experts who applied and were admitted, on duty this week and the next, one of them away later; one application that waits. */
export const seedExperts = async (context: Context, staff: DemoStaff): Promise<void> => {
  const editor = staff.get("demo.editor");
  if (editor === undefined) return;
  const now = context.clock.now();
  const dayIn = (days: number): string => toDistrictDate(new Date(now.getTime() + days * dayMs));
  const appointed = staff.get("demo.expert");
  const expertId = appointed === undefined ? undefined : await findExpertOf(context.db, appointed.personId);
  if (expertId !== undefined)
    for (const kind of ["questions", "emergency"] as const)
      await inTransaction(context.db, (trx) =>
        setDuty(trx, context, editor, { expertId, kind, weekStartsOn: mondayOf(dayIn(0)) }),
      );
  for (const [index, { name, admitted, ...application }] of applicants.entries())
    await inTransaction(context.db, async (trx) => {
      const actor = residentActor(
        await createPerson(trx, context, systemActor("demo"), {
          fullName: name,
          phone: demoPhone(780 + index),
        }),
      );
      const id = await applyAsExpert(trx, context, actor, application);
      if (!admitted) return;
      await decideApplication(trx, context, editor, {
        id,
        decision: "admit",
        endsOn: dayIn(700),
        document: `演示聘书 第 ${index + 1} 号`,
        canSign: "no",
      });
      const admittedId = await findExpertOf(trx, actor.personId);
      if (admittedId === undefined) throw new Error("an admitted applicant is an expert");
      await setDuty(trx, context, editor, {
        expertId: admittedId,
        kind: index === 0 ? "questions" : "emergency",
        weekStartsOn: mondayOf(dayIn(7 * (index + 1))),
      });
      if (index === 0) {
        await setOwnProfile(trx, context, actor, {
          openLimit: 3,
          awayFrom: dayIn(40),
          awayUntil: dayIn(50),
        });
        return;
      }
      await declareInterest(trx, context, actor, {
        organisation: "演示种业公司",
        relation: "做过它的品种试验（演示）",
      });
    });
};

/** The first street asks how to use its showcases; the retired teacher's paper is received and waits for an answer (E-02). */
export const seedAdvice = async (context: Context, staff: DemoStaff): Promise<void> => {
  const { db } = context;
  const { rows: experts } = await listExperts(db, context, { scope: "everywhere", page: 1, size: 200 });
  const adviser = experts.find((expert) => expert.publicTitle.startsWith("退休物理教师"));
  if (adviser === undefined) throw new Error("the demonstration has a senior expert");
  const street = await db
    .selectFrom("org_units")
    .select("id")
    .where("kind", "=", "street")
    .orderBy("name_sort")
    .executeTakeFirstOrThrow();
  const clerk = requireStaff(staff, "demo.supervisor");
  await inTransaction(db, async (trx) => {
    const requestId = await askAdvice(trx, context, clerk, {
      unitId: street.id,
      title: "老橱窗怎么用起来（演示）",
      question: "各社区的科普橱窗旧了，内容也少换，请老专家看看怎么办。（演示）",
      closesOn: toDistrictDate(new Date(context.clock.now().getTime() + 60 * dayMs)),
    });
    const id = await submitPaper(trx, context, residentActor(adviser.personId), {
      unitId: undefined,
      requestId,
      title: "橱窗每个季度按时令换一次（演示）",
      body: "演示：我看了三个社区的橱窗，多数半年没有换过。建议每个季度按时令换一次，春天讲花粉，夏天讲防溺水，由社区科普员负责，街道每半年看一次。",
    });
    await receivePaper(trx, context, clerk, id);
  });
};
