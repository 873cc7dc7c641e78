import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import type { Policy } from "#kernel/policy.ts";
import { findSigningTerm } from "#modules/people/index.ts";
import type { DeskDetail, DeskVerdict } from "./desk-queries.ts";
import { claimStates } from "./state.ts";
import { countSignatures, isSigned } from "./signing.ts";

export type DeskAction = { action: string; label: string; allowed: boolean; reason?: string };

const role = {
  "rumours.work": "整理、起草由编辑来做",
  "rumours.sign": "签字由专家来做",
  "rumours.publish": "发布由编辑或督导员来做",
} as const;

const signRefusal = async (
  db: Db,
  verdict: DeskVerdict,
  who: { actor: PersonActor; now: Date },
): Promise<string | undefined> => {
  const { personId } = who.actor;
  const author = await db
    .selectFrom("verdict_authors")
    .select("person_id")
    .where("verdict_id", "=", verdict.id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  if (author !== undefined) return "您写过这一版，不能给它签字";
  const signed = await db
    .selectFrom("verdict_signatures")
    .select("id")
    .where("verdict_id", "=", verdict.id)
    .where("round_no", "=", verdict.roundNo)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  if (signed !== undefined) return "您已经签过，一人只签一次";
  const term = await findSigningTerm(db, {
    personId,
    field: verdict.field,
    day: toDistrictDate(who.now),
  });
  return term === undefined ? `要由“${verdict.fieldName}”领域在聘期内的专家来签` : undefined;
};

/** What can be done next with a claim and its working verdict, and for what cannot the reason. */
export const listDeskActions = async (
  db: Db,
  detail: DeskDetail,
  context: { actor: PersonActor; policy: Policy; now: Date },
): Promise<readonly DeskAction[]> => {
  const { actor, policy, now } = context;
  const working = detail.verdicts.find((one) => one.status === "draft" || one.status === "signing");
  const actions: DeskAction[] = [];
  const add = (action: string, label: string, right: keyof typeof role, refusal?: string): void => {
    const may = policy.decide(actor, right, { unitPath: detail.unitPath }).ok;
    const reason = may ? refusal : role[right];
    actions.push({
      action,
      label,
      allowed: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    });
  };
  const busy = working === undefined ? undefined : "有一版结论正在写或等签字";
  if (working?.status === "signing") {
    const refusal = await signRefusal(db, working, { actor, now });
    add("agree", "同意并签字", "rumours.sign", refusal);
    add("dissent", "有不同意见", "rumours.sign", refusal);
    const counts = await countSignatures(db, { id: working.id, round_no: working.roundNo });
    add(
      "publish",
      "发布",
      "rumours.publish",
      isSigned(counts)
        ? undefined
        : counts.dissented > 0
          ? `有 ${counts.dissented} 位专家不同意，同意的要比不同意的多，请再请一位专家`
          : `还要 ${2 - counts.agreed} 位专家同意`,
    );
    add("take_back", "撤回修改", "rumours.work");
  }
  if (working?.status === "draft") {
    add("edit", "写结论", "rumours.work");
    add("submit", "送专家签字", "rumours.work");
  }
  if (claimStates.next(detail.status, "take_up") !== undefined)
    add("take_up", detail.status === "open" ? "认领并整理" : "改说法、领域", "rumours.work");
  if (working === undefined && (detail.status === "working" || detail.status === "answered"))
    add("draft", detail.status === "answered" ? "写新版本" : "起草结论", "rumours.work");
  if (claimStates.next(detail.status, "merge") !== undefined)
    add("merge", "并入别的说法", "rumours.work", busy);
  if (detail.status !== "merged") add("split", "拆出一部分", "rumours.work");
  add("note", "写核查笔记", "rumours.work");
  if (claimStates.next(detail.status, "decline") !== undefined)
    add("decline", "不予核查", "rumours.work", busy);
  if (working !== undefined) add("drop", "这一版不用了", "rumours.work");
  return actions;
};
