import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  appointSelected,
  applyToCall,
  decideApplication,
  nameReviewer,
  nominate,
  openCall,
  reviewApplication,
} from "#modules/commissioners/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

const dayMs = 86_400_000;
const statement = (what: string): string =>
  `演示：种了多年${what}，带过周边的农户，愿意每月下田四次，当面教、当面看。`;

/**
 * Two calls of a town: one that was reviewed by two, decided and led to a contract; one whose applications wait for the
 * demonstration's reviewers; and one that takes applications, with somebody nominated who has not agreed yet.
 */
export const seedCommissionerSelection = async (
  context: Context,
  district: SeededDistrict,
  demo: { teams: readonly DemoTeam[]; staff: DemoStaff },
): Promise<void> => {
  const clerk = requireStaff(demo.staff, "demo.streetadmin");
  const reviewers = [requireStaff(demo.staff, "demo.helper"), requireStaff(demo.staff, "demo.expert")];
  const place = district.places[0];
  const farmers = demo.teams.find((team) => team.name.startsWith("稻香农技"))?.members ?? [];
  const [first, second, third, fourth] = farmers;
  if (
    place === undefined ||
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined
  )
    throw new Error("the demonstration has nobody to choose commissioners from");
  const now = context.clock.now().getTime();
  const day = (days: number): string => toDistrictDate(new Date(now + days * dayMs));
  const past = { ...context, clock: createTestClock(new Date(now - 60 * dayMs)) };
  const at = (days: number): void => past.clock.set(new Date(now + days * dayMs));
  const call = (
    title: string,
    field: "vegetables" | "fruit" | "tea",
    days: readonly [number, number, number],
  ) =>
    inTransaction(context.db, async (trx) => {
      const callId = await openCall(trx, past, clerk, {
        unitId: place.id,
        field,
        title,
        bases: "示范片和周边农户（演示）",
        seats: 1,
        applyUntilOn: day(days[0]),
        startsOn: day(days[1]),
        endsOn: day(days[2]),
      });
      for (const { personId } of reviewers) await nameReviewer(trx, past, clerk, { callId, personId });
      return callId;
    });
  const apply = (callId: string, person: PersonActor, what: string) =>
    inTransaction(context.db, (trx) =>
      applyToCall(trx, past, person, { callId, statement: statement(what) }),
    );

  const decided = await call("蔬菜科技特派员选派（演示）", "vegetables", [-50, -30, 335]);
  const chosen = await apply(decided, first, "大棚蔬菜");
  const other = await apply(decided, second, "露地蔬菜");
  at(-45);
  await inTransaction(context.db, async (trx) => {
    for (const [applicationId, skill] of [
      [chosen, 34],
      [other, 28],
    ] as const)
      for (const reviewer of reviewers)
        await reviewApplication(trx, past, reviewer, {
          applicationId,
          conflict: false,
          scores: { skill, practice: 24, plan: 22 },
          comment: "经历实在，打算说得清楚（演示）",
        });
    await decideApplication(trx, past, clerk, {
      applicationId: chosen,
      event: "select",
      reason: "大棚经验最合适，评分也最高（演示）",
    });
    await decideApplication(trx, past, clerk, {
      applicationId: other,
      event: "pass_over",
      reason: "这次只有一个名额，欢迎下次再来（演示）",
    });
    await appointSelected(trx, past, clerk, { applicationId: chosen, document: "演示聘书 2026 年第 2 号" });
  });

  at(-14);
  const waiting = await call("果树科技特派员选派（演示）", "fruit", [-2, 20, 385]);
  await apply(waiting, second, "柑橘");
  await apply(waiting, third, "猕猴桃");

  at(0);
  const open = await call("茶叶科技特派员选派（演示）", "tea", [20, 40, 405]);
  await apply(open, third, "茶");
  await inTransaction(context.db, (trx) =>
    nominate(trx, past, clerk, {
      callId: open,
      personId: fourth.personId,
      unitId: place.id,
      statement: statement("有机茶"),
    }),
  );
};
