import { createTestClock } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  computeScores,
  decideAppeal,
  draftScheme,
  fileAppeal,
  freezeAssessment,
  judgeLine,
  listLines,
  openAssessment,
  publishAssessment,
  publishScheme,
} from "#modules/assessments/index.ts";
import { createRandom } from "./random.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";

/**
 * A scheme, this year's scores of ten streets and towns from their facts, frozen, one appeal upheld; published, so that
 * the public page shows what a year looks like.
 */
export const seedAssessments = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const supervisor = staff.get("demo.supervisor");
  const second = staff.get("demo.orgadmin");
  const street = staff.get("demo.street");
  const [first] = district.places;
  if (!supervisor || !second || !street || !first) return;
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
  const random = createRandom(55);
  const clock = createTestClock(context.clock.now());
  const own = { ...context, clock };
  const year = clock.now().getUTCFullYear();
  const schemeId = await act((trx) =>
    draftScheme(trx, own, supervisor, {
      unitId: district.root.id,
      code: "street-yearly",
      title: "街道（镇）年度科普工作评分办法（演示）",
      items: [
        { title: "做完并确认的点单", kind: "facts", points: 30, factKind: "orders.completed", target: 4 },
        { title: "替居民代办的事", kind: "facts", points: 20, factKind: "people.helped", target: 12 },
        { title: "核验通过的服务队", kind: "facts", points: 20, factKind: "teams.verified", target: 1 },
        {
          title: "年度工作计划",
          kind: "inspected",
          points: 15,
          criterion: "写明任务、责任人、月份和经费，做到几成给几成。",
        },
        {
          title: "现场核查",
          kind: "inspected",
          points: 15,
          criterion: "抽查的记录属实几成给几成，整改销号的补回一半。",
        },
      ],
    }),
  );
  await act((trx) => publishScheme(trx, own, second, schemeId));
  const id = await act((trx) =>
    openAssessment(trx, own, supervisor, {
      unitId: district.root.id,
      schemeId,
      year,
      unitIds: [...district.places.slice(0, 6), ...district.places.slice(22, 26)].map((place) => place.id),
    }),
  );
  await act((trx) => computeScores(trx, own, supervisor, id));
  const lines = await listLines(context.db, { assessmentId: id, scope: "everywhere" });
  await act(async (trx) => {
    for (const line of lines)
      if (line.factCount === null)
        await judgeLine(trx, own, supervisor, {
          lineId: line.id,
          share: random.between(60, 100),
          note: "看过材料（演示）",
        });
  });
  await act((trx) => freezeAssessment(trx, own, supervisor, id));
  const appealed = lines.find((line) => line.unitId === first.id && line.factCount !== null);
  if (appealed !== undefined) {
    const appealId = await act((trx) =>
      fileAppeal(trx, own, street, {
        lineId: appealed.id,
        reason: "有一个点单跨年确认，服务在今年做完，应当计入今年。（演示）",
        evidenceLink: "/workbench/orders",
      }),
    );
    await act((trx) =>
      decideAppeal(trx, own, supervisor, {
        appealId,
        verdict: "uphold",
        decision: "查了签到记录，服务确在今年做完，计入。（演示）",
        correctedInput: Number(appealed.input ?? "0") + 1,
      }),
    );
  }
  await act((trx) => publishAssessment(trx, own, supervisor, id));
};
