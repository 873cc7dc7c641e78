import type { PlainNames } from "#kernel/plain-names.ts";
import type { RecruitmentsError } from "./errors.ts";

export const recruitmentsMessages: Readonly<Record<RecruitmentsError, string>> = {
  "recruitments.not_found": "没有找到这次招募，请回到服务队页面重新打开。",
  "recruitments.application_not_found": "没有找到这份报名，请刷新后再看。",
  "recruitments.code_unknown": "没有这个招募码。请照着海报再看一遍，是 6 位字母和数字。",
  "recruitments.team_not_working": "服务队通过核验后才能招人。请先等站点核验。",
  "recruitments.days": "日期不对：报名截止要在今天或以后，服务期不能早结束于报名截止，最长 400 天。",
  "recruitments.one_open": "这类人已经有一次招募在进行。请先结束那一次，再开新的。",
  "recruitments.about_short": "请写一句要做什么、要什么样的人，至少 5 个字。",
  "recruitments.times": "请至少选一个能来的日子和时间。",
  "recruitments.full": "名额已经满了，这次不能再收人。可以看看别的服务队。",
  "recruitments.past": "报名已经截止。可以看看别的服务队，或等下一次招募。",
  "recruitments.closed": "这次招募已经结束。可以看看别的服务队。",
  "recruitments.applied_already": "您已经报过名，请到“我的入队报名”看结果。",
  "recruitments.member_already": "已经在队里了，不用再报名。",
  "recruitments.reason_needed": "请写明原因，报名的人会看到。至少 5 个字。",
};

export const recruitmentsNames: PlainNames = {
  acts: {
    "recruitments.own": "自己的入队报名和招募",
    "recruitments.read": "查看招募",
    "recruitments.open": "开始招募队员",
    "recruitments.close": "结束招募",
    "recruitments.apply": "报名入队",
    "recruitments.withdraw": "撤回入队报名",
    "recruitments.decide": "答复入队报名",
    "recruitments.read_applications": "查看入队报名",
  },
  records: { recruitments: "招募", recruitment_applications: "入队报名" },
};
