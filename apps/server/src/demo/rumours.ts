import type { PersonActor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock, type TestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { appointExpert, expertFields, registerExpert } from "#modules/people/index.ts";
import {
  addClaimNote,
  chooseClaim,
  getAsked,
  publishVerdict,
  saveVerdict,
  signVerdict,
  startVerdict,
  submitReport,
  submitVerdict,
  takeUpClaim,
  verdictHash,
  type VerdictBody,
} from "#modules/rumours/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";
import verdicts from "./rumours/verdicts.json" with { type: "json" };

const actor = systemActor("demo");
const anonymous = { kind: "anonymous" } as const;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Verdict = (typeof verdicts)[number];
type Desk = {
  /** The context with a clock of its own, so that the past is dated as it was. */
  past: Context & { clock: TestClock };
  district: SeededDistrict;
  editor: PersonActor;
  supervisor: PersonActor;
  experts: readonly PersonActor[];
};

/** Two more experts than the studio's one: a verdict needs two, and one who dissents calls a third. */
const appointExperts = async ({ past, district, experts }: Desk): Promise<void> => {
  const year = Number(toDistrictDate(past.clock.now()).slice(0, 4));
  for (const [index, expert] of experts.slice(1).entries())
    await inTransaction(past.db, async (trx) => {
      const expertId = await registerExpert(trx, past, actor, {
        personId: expert.personId,
        unitId: district.root.id,
        publicTitle: `演示专家${index === 0 ? "乙" : "丙"}（各领域代签，仅为演示）`,
      });
      for (const field of Object.keys(expertFields))
        await appointExpert(trx, past, actor, {
          expertId,
          field,
          canSign: "yes",
          startsOn: `${year - 1}-01-01`,
          endsOn: `${year + 1}-12-31`,
          document: "演示聘书",
        });
    });
};

/** Asks of a rumour at different places, some at home. */
const askAll = async (desk: Desk, texts: readonly string[], times: number): Promise<string> => {
  const { past, district } = desk;
  let claimId = "";
  for (let count = 0; count < times; count += 1) {
    past.clock.advanceMs(20 * 60_000);
    const place = district.places[count % district.places.length];
    const local = count % 3 !== 2 && place !== undefined;
    const asked = await inTransaction(past.db, (trx) =>
      submitReport(trx, past, anonymous, {
        text: texts[count % texts.length] ?? "",
        source: local ? "station" : "web",
        ...(local ? { unitId: place.station.id, audience: "elder" as const } : {}),
      }),
    );
    // Near to something checked before: this asker says that it is none of that.
    if (asked.status === "choosing")
      await inTransaction(past.db, (trx) =>
        chooseClaim(trx, past, anonymous, { number: asked.number, claimNo: "none" }),
      );
    if (claimId === "") claimId = (await getAsked(past.db, past.cipher, asked.number)).claimId ?? "";
  }
  return claimId;
};

const bodyOf = (verdict: Verdict, day: string): VerdictBody => ({
  rating: verdict.rating,
  title: verdict.title,
  answer: verdict.answer,
  explanation: verdict.explanation,
  conditions: verdict.conditions,
  advice: verdict.advice,
  validOn: day,
  // Looked up on 2026-11-30; the demonstration dates the verdicts back, so that day does not stand with them.
  sources: verdict.sources,
  changeNotice: "",
});

/** Writes a version, has it signed by two, brings it out. */
const bringOut = async (desk: Desk, claimId: string, body: VerdictBody, revision = 1): Promise<void> => {
  const { past, editor, supervisor, experts } = desk;
  const verdictId = await inTransaction(past.db, async (trx) => {
    const id = await startVerdict(trx, past, editor, { claimId });
    await saveVerdict(trx, past, editor, { verdictId: id, baseRevision: revision, body });
    await submitVerdict(trx, past, editor, { verdictId: id });
    return id;
  });
  const contentHash = await verdictHash(past.db, verdictId);
  for (const expert of experts.slice(0, 2)) {
    past.clock.advanceMs(3 * hourMs);
    await inTransaction(past.db, (trx) =>
      signVerdict(trx, past, expert, { verdictId, decision: "agree", contentHash }),
    );
  }
  past.clock.advanceMs(hourMs);
  await inTransaction(past.db, (trx) => publishVerdict(trx, past, supervisor, { verdictId }));
};

const publishOne = async (desk: Desk, verdict: Verdict, now: Date): Promise<void> => {
  const { past, editor } = desk;
  past.clock.set(new Date(now.getTime() - verdict.daysAgo * dayMs));
  const claimId = await askAll(desk, verdict.asked, verdict.times);
  past.clock.advanceMs(2 * hourMs);
  await inTransaction(past.db, (trx) =>
    takeUpClaim(trx, past, editor, {
      claimId,
      title: verdict.title,
      field: verdict.field,
      harm: verdict.harm,
    }),
  );
  await bringOut(desk, claimId, bodyOf(verdict, toDistrictDate(past.clock.now())));
  const { second } = verdict;
  if (second === undefined) return;
  past.clock.set(new Date(now.getTime() - 4 * dayMs));
  const { extra, ...words } = second;
  const day = toDistrictDate(past.clock.now());
  const first = bodyOf(verdict, day);
  await bringOut(desk, claimId, {
    ...first,
    ...words,
    sources: [...first.sources, extra],
  });
};

/** One that was checked weeks ago and that nobody asked about since is passed on again: the desk and the portal say so. */
const comeBack = async (desk: Desk, now: Date): Promise<void> => {
  const old = verdicts.find((verdict) => verdict.title.startsWith("微波炉"));
  desk.past.clock.set(new Date(now.getTime() - 2 * dayMs));
  if (old !== undefined) await askAll(desk, old.asked, 4);
};

/** What waits on the first day: one heap taken up with a draft out for signature, one with notes, some just come in. */
const leaveWaiting = async (desk: Desk, now: Date): Promise<void> => {
  const { past, editor } = desk;
  past.clock.set(new Date(now.getTime() - 30 * hourMs));
  const kettle = await askAll(
    desk,
    ["（演示）听说水烧开两次就变成有毒的水，千万别喝", "（演示）反复烧开的水有毒，喝了伤肾"],
    8,
  );
  await inTransaction(past.db, async (trx) => {
    await takeUpClaim(trx, past, editor, {
      claimId: kettle,
      title: "（演示）水烧开两次就有毒",
      field: "chemistry",
      harm: 0.25,
    });
    await addClaimNote(trx, past, editor, {
      claimId: kettle,
      note: "（演示）还没有找到测过数值的一手来源，先问自来水公司化验室。",
    });
  });
  past.clock.set(new Date(now.getTime() - 8 * hourMs));
  await askAll(desk, ["（演示）把大蒜泡在白酒里喝，血管里的垃圾一个月全清干净"], 6);
  await askAll(desk, ["（演示）手机充电时打电话会爆炸，已经炸伤好几个人"], 3);
  await askAll(desk, ["（演示）社区要给每家发一千元节能补贴，点链接填银行卡就能领"], 4);
};

/** The rumour desk of the demonstration, through the real commands: checked rumours with sources, one corrected, some waiting. */
export const seedRumours = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  if (staff.size === 0) return;
  const now = context.clock.now();
  const desk: Desk = {
    past: { ...context, clock: createTestClock(now) },
    district,
    editor: requireStaff(staff, "demo.editor"),
    supervisor: requireStaff(staff, "demo.supervisor"),
    experts: ["demo.expert", "demo.expert2", "demo.expert3"].map((name) => requireStaff(staff, name)),
  };
  await appointExperts(desk);
  for (const verdict of verdicts) await publishOne(desk, verdict, now);
  await comeBack(desk, now);
  await leaveWaiting(desk, now);
};
