import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { systemActor } from "#kernel/actor.ts";
import { createPerson } from "#modules/identity/index.ts";
import { applyToDrive, decideApplication, openDrive } from "#modules/recruitments/index.ts";
import { addTerm, halfCodes } from "#modules/teams/index.ts";
import { demoPhone, residentActor } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

const dayMs = 86_400_000;
const actor = systemActor("demo");

/**
 * Three drives: a campus team looks for students (one admitted, one declined, one waits) and has a term of its own; a team of
 * retired people and the first team have nobody yet.
 */
export const seedRecruitments = async (context: Context, teams: readonly DemoTeam[]): Promise<void> => {
  const after = (days: number): string =>
    toDistrictDate(new Date(context.clock.now().getTime() + days * dayMs));
  const term = { applyUntilOn: after(20), servesFromOn: after(1), servesUntilOn: after(150) };
  const campus = teams.find((team) => team.name.startsWith("麓山大学"));
  const seniors = teams.find((team) => team.name.startsWith("银发讲师团"));
  const [first] = teams;
  if (campus === undefined || seniors === undefined || first === undefined)
    throw new Error("the demonstration has no such teams");
  await inTransaction(context.db, async (trx) => {
    const { code } = await openDrive(trx, context, campus.leader, {
      teamId: campus.id,
      audience: "campus",
      about: "周末到社区带孩子做实验，理工科学生优先，会教。（演示）",
      wanted: 6,
      ...term,
    });
    for (const [at, decision] of (["admit", "decline", "wait"] as const).entries()) {
      const person = residentActor(
        await createPerson(trx, context, actor, {
          fullName: `演示大学生${"甲乙丙"[at] ?? ""}`,
          phone: demoPhone(790 + at),
        }),
      );
      const applicationId = await applyToDrive(trx, context, person, {
        code,
        days: [6, 7],
        halves: ["morning", "afternoon"],
        words: "材料系二年级，高中做过科技小制作。（演示）",
      });
      if (decision !== "wait")
        await decideApplication(trx, context, campus.leader, {
          teamId: campus.id,
          applicationId,
          decision,
          reason: decision === "decline" ? "这学期周末已经排满，下学期再来（演示）" : undefined,
        });
    }
    await addTerm(trx, context, campus.leader, {
      teamId: campus.id,
      name: "下个学期（演示）",
      fromOn: after(70),
      untilOn: after(190),
      times: [3, 6, 7].flatMap((weekday) => halfCodes.map((half) => ({ weekday, half }))),
    });
    await openDrive(trx, context, seniors.leader, {
      teamId: seniors.id,
      audience: "senior",
      about: "退休教师、医生、工程师，坐着讲就行，一周一次。（演示）",
      wanted: 4,
      ...term,
    });
    await openDrive(trx, context, first.leader, {
      teamId: first.id,
      audience: "resident",
      about: "会用手机、有耐心，每周来教老人一次。（演示）",
      wanted: 3,
      ...term,
    });
  });
};
