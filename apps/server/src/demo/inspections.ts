import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  announceInspection,
  checkSample,
  concludeInspection,
  drawInspection,
  fileSelfCheck,
  freezePopulation,
  issueNotice,
  listSamples,
  orderRectification,
  receiveNotice,
  reportRectification,
} from "#modules/inspections/index.ts";
import { signCheckpointNow } from "./checkpoint.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";

const dayMs = 86_400_000;

/**
 * An inspection of the first eight streets over the last weeks: twelve records drawn at random, two of them fail and are
 * to be put right (one is reported, one is due); a notice that most streets have received.
 */
export const seedInspections = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const supervisor = staff.get("demo.supervisor");
  const street = staff.get("demo.street");
  if (!supervisor || !street) return;
  const now = context.clock.now();
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
  const inDays = (days: number): string => toDistrictDate(new Date(now.getTime() + days * dayMs));
  const places = district.places.slice(0, 8);

  const past = { ...context, clock: createTestClock(new Date(now.getTime() - 6 * dayMs)) };
  const noticeId = await act((trx) =>
    issueNotice(trx, past, supervisor, {
      unitId: district.root.id,
      title: "关于报送年度科普工作总结的通知（演示）",
      body: "请各街道、镇在月底前报送年度总结。已经在系统里的数字不用再填，只写体会和建议。",
      receiveBy: inDays(4),
      toUnitIds: district.places.map((place) => place.id),
    }),
  );
  for (const place of district.places.slice(1, 27))
    await act((trx) => receiveNotice(trx, past, street, { noticeId, unitId: place.id }));

  await signCheckpointNow(context);
  const id = await act((trx) =>
    announceInspection(trx, context, supervisor, {
      unitId: district.root.id,
      title: "年度实施情况检查（演示）",
      periodFrom: inDays(-60),
      periodTo: inDays(-1),
      sampleSize: 12,
      factKinds: [],
      unitIds: places.map((place) => place.id),
    }),
  );
  for (const place of places.slice(0, 6))
    await act((trx) =>
      fileSelfCheck(trx, context, street, {
        inspectionId: id,
        unitId: place.id,
        text: "对照任务逐项自查：点单、代办的记录齐全，个别活动照片不清楚。（演示）",
      }),
    );
  await act((trx) => freezePopulation(trx, context, supervisor, id));
  await signCheckpointNow(context);
  await act((trx) => drawInspection(trx, context, supervisor, id));
  const samples = await listSamples(context.db, id);
  const findings = [
    "没有留下服务过程的照片，说不清来了多少人。（演示）",
    "代办的事由只写了“办事”，看不出办了什么。（演示）",
  ];
  for (const [index, sample] of samples.entries()) {
    const finding = findings[index];
    await act((trx) =>
      checkSample(trx, context, supervisor, {
        sampleId: sample.id,
        verdict: finding === undefined ? "sound" : "failed",
        finding,
      }),
    );
    if (finding === undefined) continue;
    const rectificationId = await act((trx) =>
      orderRectification(trx, context, supervisor, {
        inspectionId: id,
        sampleId: sample.id,
        unitId: sample.unitId,
        body: "补上说明，今后当场留下记录。（演示）",
        dueOn: inDays(15),
      }),
    );
    if (index === 0)
      await act((trx) =>
        reportRectification(trx, context, street, {
          rectificationId,
          note: "已补写说明，并给全站培训了一次。（演示）",
          evidenceLink: sample.href ?? "/workbench/inspections",
        }),
      );
  }
  await act((trx) =>
    concludeInspection(trx, context, supervisor, {
      inspectionId: id,
      conclusion: "多数记录真实、完整，十二条中两条不合格，请按期整改。（演示）",
    }),
  );
};
