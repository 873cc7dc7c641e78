import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  answerMatch,
  askForHelp,
  confirmHelp,
  noteIncentive,
  proposeMatch,
  registerReturnee,
} from "#modules/returnees/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

/** Two who offered: one helped a village, was honoured and is asked again; a village still looks for a third. */
export const seedReturnees = async (
  context: Context,
  district: SeededDistrict,
  demo: { teams: readonly DemoTeam[]; staff: DemoStaff },
): Promise<void> => {
  const clerk = requireStaff(demo.staff, "demo.streetadmin");
  const resident = requireStaff(demo.staff, "demo.helper");
  const place = district.places[0];
  const grower = demo.teams.find((team) => team.name.startsWith("稻香农技"))?.members[3];
  if (place === undefined || grower === undefined) throw new Error("the demonstration has no returnees");
  const now = context.clock.now();
  const untilOn = toDistrictDate(new Date(now.getTime() + 60 * 86_400_000));
  await inTransaction(context.db, async (trx) => {
    const returneeId = await registerReturnee(trx, context, grower, {
      unitId: place.id,
      kind: "returned",
      skills: ["planting", "selling"],
      hoursAMonth: 12,
      about: "演示：在外种了多年葡萄，会修枝、会在网上卖。",
      agrees: true,
    });
    await registerReturnee(trx, context, resident, {
      unitId: place.id,
      kind: "worthy",
      skills: ["law", "mediating"],
      hoursAMonth: 6,
      about: "演示：退休前管调解，帮乡亲看看合同、劝劝架。",
      agrees: true,
    });
    const ask = (skill: "planting" | "law" | "culture", wanted: string) =>
      askForHelp(trx, context, clerk, { unitId: place.id, skill, wanted, untilOn });
    const first = await ask("planting", "演示：想请人教几户人家葡萄修枝");
    const matchId = await proposeMatch(trx, context, clerk, { requestId: first, returneeId });
    for (const event of ["agree", "finish"] as const)
      await answerMatch(trx, context, grower, { matchId, event });
    await confirmHelp(trx, context, clerk, first);
    await noteIncentive(trx, context, clerk, {
      returneeId,
      kind: "honour",
      title: "返乡带头人（演示）",
      document: "演示文件 2026 年第 3 号",
      givenOn: toDistrictDate(now),
    });
    const second = await ask("planting", "演示：新栽的葡萄苗请人看看");
    await proposeMatch(trx, context, clerk, { requestId: second, returneeId });
    await ask("culture", "演示：想请人教孩子们编竹篮");
  });
};
