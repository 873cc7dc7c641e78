import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { applyHistory, previewHistory } from "#modules/histories/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { demoPhone } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

/** Last year from sheets: a campus roster and its hours and two activities that were confirmed, and one sheet with wrong rows that waits. */
export const seedHistories = async (
  context: Context,
  district: SeededDistrict,
  people: { teams: readonly DemoTeam[]; uploader: PersonActor; second: PersonActor },
): Promise<void> => {
  const campus = people.teams.find((team) => team.name.includes("麓山大学"));
  const [street] = district.places;
  if (campus === undefined || street === undefined) return;
  const students = Array.from({ length: 30 }, (_, index) => ({
    team: campus.name,
    name: `演示大学生${index + 1}`,
    phone: demoPhone(700 + index),
  }));
  const year = Number(context.clock.now().toISOString().slice(0, 4)) - 1;
  const bring = async (
    kind: "members" | "hours" | "activities",
    filename: string,
    rows: readonly Readonly<Record<string, string>>[],
  ): Promise<string> =>
    inTransaction(context.db, (trx) =>
      previewHistory(trx, context, people.uploader, {
        kind,
        filename,
        unitId: street.station.id,
        scope: "everywhere",
        rows: rows.map((values, index) => ({ line: index + 2, values })),
      }),
    );
  const confirm = async (importId: string): Promise<void> =>
    inTransaction(context.db, (trx) =>
      applyHistory(trx, context, people.second, { importId, scope: "everywhere" }),
    );
  await confirm(await bring("members", "麓山大学名单（演示）.xlsx", students));
  await confirm(
    await bring(
      "hours",
      `${year} 年服务时长（演示）.xlsx`,
      students.slice(0, 8).map((student, index) => ({
        ...student,
        day: `${year}-09-${String(10 + index)}`,
        hours: String(2 + (index % 3)),
        reason: "科普日实验摊位，有当天签到表（演示）",
      })),
    ),
  );
  await confirm(
    await bring("activities", `${year} 年活动（演示）.xlsx`, [
      {
        unit: street.name,
        title: "全国科普日街道专场（演示）",
        day: `${year}-09-20`,
        audience: "青少年",
        people: "320",
        counted: "签到表",
      },
      {
        unit: street.name,
        title: "反诈课进小区（演示）",
        day: `${year}-11-08`,
        audience: "老年人",
        people: "45",
        counted: "照片上数",
      },
    ]),
  );
  await bring("hours", `${year} 年补录，等改（演示）.xlsx`, [
    {
      team: campus.name,
      name: "演示大学生1",
      phone: demoPhone(700),
      day: `${year}-10-18`,
      hours: "13",
      reason: "自然课（演示）",
    },
    {
      team: "没有登记的队（演示）",
      name: "演示大学生2",
      phone: demoPhone(701),
      day: `${year}-10-18`,
      hours: "3",
      reason: "自然课，有照片（演示）",
    },
  ]);
};
