import { randomInt, randomUUID } from "node:crypto";
import { type PersonActor, type Role, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson, grantRole } from "#modules/identity/index.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { takeUpClaim } from "./claims.ts";
import { type NewReport, type ReportResult, submitReport } from "./reports.ts";
import { publishVerdict, signVerdict } from "./signing.ts";
import { getVerdict, type VerdictBody } from "./verdict-rows.ts";
import { saveVerdict, startVerdict, submitVerdict } from "./verdicts.ts";

const system = systemActor("test");

/** Words that go to the signers. */
export const buildVerdictBody = (change: Partial<VerdictBody> = {}): VerdictBody => ({
  rating: "false",
  title: "隔夜菜放冰箱也会中毒",
  answer: "及时放进冰箱、吃前热透的隔夜菜不会让人中毒。",
  explanation: "测试解释：冷藏压住细菌，亚硝酸盐几乎不增加；真正要防的是在室温里放久了的饭菜，细菌会变多。",
  conditions: "做好两小时内放进冰箱的",
  advice: "两小时内放冰箱，吃前热透。",
  validOn: "2026-11-20",
  sources: [
    {
      publisher: "测试单位甲",
      title: "测试来源一",
      date: "2022-06-24",
      url: "https://example.org/1",
      seenOn: "2026-11-20",
    },
    { publisher: "测试单位乙", title: "测试来源二", seenOn: "2026-11-20" },
  ],
  changeNotice: "",
  ...change,
});

export type Desk = {
  root: BuiltUnit;
  editor: PersonActor;
  publisher: PersonActor;
  /** Experts of nutrition in term. */
  experts: readonly [PersonActor, PersonActor, PersonActor];
  person: (role: Role) => Promise<PersonActor>;
  appoint: (who: PersonActor, term: { field: string; startsOn?: string; endsOn?: string }) => Promise<void>;
  report: (text: string, change?: Partial<NewReport>) => Promise<ReportResult>;
};

const toActor = (personId: string, role: Role, unit: BuiltUnit): PersonActor => ({
  kind: "person",
  personId,
  sessionId: randomUUID(),
  grants: [{ role, unitId: unit.id, unitPath: unit.path }],
  secondFactor: true,
});

/** A district with a rumour desk: editor, supervisor, three experts of nutrition. */
export const buildDesk = async (context: Context): Promise<Desk> => {
  const { db } = context;
  const root =
    (await db
      .selectFrom("org_units")
      .select(["id", "path", "name"])
      .where("parent_id", "is", null)
      .executeTakeFirst()) ?? (await buildUnit(db, { kind: "committee", name: "演示委员会" }));
  const person: Desk["person"] = async (role) => {
    const personId = await inTransaction(db, async (trx) => {
      const id = await createPerson(trx, context, system, {
        fullName: "演示张三",
        phone: `199${String(randomInt(100_000_000)).padStart(8, "0")}`,
      });
      await grantRole(trx, context, system, { role, unitId: root.id, personId: id, reason: "测试岗位" });
      return id;
    });
    return toActor(personId, role, root);
  };
  const appoint: Desk["appoint"] = async (who, term) =>
    inTransaction(db, async (trx) => {
      const expertId = await registerExpert(trx, context, system, {
        personId: who.personId,
        unitId: root.id,
        publicTitle: "演示专家",
      });
      await appointExpert(trx, context, system, {
        expertId,
        field: term.field,
        canSign: "yes",
        startsOn: term.startsOn ?? "2026-01-01",
        endsOn: term.endsOn ?? "2027-12-31",
        document: "演示聘书",
      });
    });
  const expert = async (): Promise<PersonActor> => {
    const who = await person("expert");
    await appoint(who, { field: "nutrition" });
    return who;
  };
  return {
    root,
    editor: await person("editor"),
    publisher: await person("supervisor"),
    experts: [await expert(), await expert(), await expert()],
    person,
    appoint,
    report: async (text, change = {}) =>
      inTransaction(db, (trx) =>
        submitReport(trx, context, { kind: "anonymous" }, { text, source: "web", ...change }),
      ),
  };
};

/** A claim that an open report made, described by the editor. */
export const buildTakenUp = async (
  context: Context,
  desk: Desk,
  change: { text?: string; title?: string } = {},
): Promise<{ claimId: string; report: ReportResult }> => {
  const report = await desk.report(change.text ?? "听说隔夜菜放冰箱也会中毒，千万别吃");
  const claimId = report.claimId ?? "";
  await inTransaction(context.db, (trx) =>
    takeUpClaim(trx, context, desk.editor, {
      claimId,
      title: change.title ?? "隔夜菜放冰箱也会中毒",
      field: "nutrition",
      harm: 0.5,
    }),
  );
  return { claimId, report };
};

/** A verdict of the claim, written and sent to the signers. */
export const buildSigning = async (
  context: Context,
  desk: Desk,
  input: { claimId: string; body?: VerdictBody },
): Promise<{ verdictId: string; contentHash: string }> => {
  const { db } = context;
  const verdictId = await inTransaction(db, async (trx) => {
    const id = await startVerdict(trx, context, desk.editor, { claimId: input.claimId });
    await saveVerdict(trx, context, desk.editor, {
      verdictId: id,
      baseRevision: 1,
      body: input.body ?? buildVerdictBody(),
    });
    await submitVerdict(trx, context, desk.editor, { verdictId: id });
    return id;
  });
  const { content_hash: hash } = await getVerdict(db, verdictId);
  return { verdictId, contentHash: hash?.toString("hex") ?? "" };
};

/** Signed by two and brought out. */
export const buildPublishedVerdict = async (
  context: Context,
  desk: Desk,
  input: { claimId: string; body?: VerdictBody },
): Promise<{ verdictId: string; told: number }> => {
  const { verdictId, contentHash } = await buildSigning(context, desk, input);
  return inTransaction(context.db, async (trx) => {
    for (const expert of desk.experts.slice(0, 2))
      await signVerdict(trx, context, expert, { verdictId, decision: "agree", contentHash });
    const { told } = await publishVerdict(trx, context, desk.publisher, { verdictId });
    return { verdictId, told };
  });
};
