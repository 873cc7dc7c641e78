import type { PlainNames } from "#kernel/plain-names.ts";
import type { AssessmentsError } from "./errors.ts";

export const assessmentsMessages: Readonly<Record<AssessmentsError, string>> = {
  "assessments.banned_metric":
    "“{word}”不能用来打分。国务院办公厅《政务移动互联网应用程序规范化管理办法》规定，不得把点赞、转发、投票、登录、学习时长等作为考核内容。请改成看结果的项目，例如办结的点单、复核通过的整改。",
  "assessments.scheme_not_found": "没有找到这份评分办法，请回到列表重新选择。",
  "assessments.scheme_taken": "这个代码的这一版已经有了。请刷新后再起草新版。",
  "assessments.scheme_published": "已发布的评分办法不能再改。要改，请起草新的一版。",
  "assessments.scheme_empty": "评分办法至少要有一个项目，才能发布。",
  "assessments.own_scheme": "自己起草的评分办法不能自己发布，请同事来发布。",
  "assessments.items_needed": "请至少写一个项目。",
  "assessments.item_formula":
    "第 {number} 项没有写全：按事实算的要有事实种类和满分的数量，现场评的要写评分标准（至少 5 个字）。",
  "assessments.item_points": "第 {number} 项的分值要在 0.01 到 100 之间，最多两位小数。",
  "assessments.unknown_kind": "第 {number} 项的事实种类系统里没有，请从列表中选择。",
  "assessments.scheme_rows": "项目表第 {line} 行：{what}。改好以后整份重新上传，这次什么都没有写入。",
  "assessments.scheme_file": "请选择项目表（.xlsx 或 .csv）。",
  "assessments.not_found": "没有找到这次考核，请回到列表重新选择。",
  "assessments.exists": "这一年已经按这份评分办法开了考核，请打开那一次。",
  "assessments.scheme_not_published": "这份评分办法还没有发布，或已经停用，不能用来考核。",
  "assessments.units_needed": "请选择至少一个被考核的单位。",
  "assessments.frozen": "这一年的得分已经冻结，不能再算、再评。有异议请走申诉。",
  "assessments.line_not_found": "没有找到这一项得分，请刷新后再看。",
  "assessments.not_inspected_item": "这一项按事实计算，不能手工评。",
  "assessments.share": "请填 0 到 100 的百分比，最多两位小数。",
  "assessments.unjudged": "还有 {count} 项现场评的没有评。都评完才能冻结。",
  "assessments.not_computed": "还没有计算过得分。请先点“从事实计算”。",
  "assessments.differs":
    "有 {count} 项重算出来的和存的不一样，没有冻结。请重新计算；仍不一样，请联系管理员核对账本。",
  "assessments.not_frozen": "得分还没有冻结，不用申诉：事实补齐后重新计算就会变。",
  "assessments.appeal_open": "这一项已经有一个申诉在复议，等它有了结果再提。",
  "assessments.appeal_waiting": "还有 {count} 个申诉在复议。都有了结果才能公布。",
  "assessments.appeal_reason": "请写明理由，10 到 2000 个字。",
  "assessments.appeal_link": "佐证地址请填本系统里的地址，以“/”开头。",
  "assessments.appeal_not_found": "没有找到这个申诉，或已经有了结果，请刷新后再看。",
  "assessments.own_appeal": "自己提的申诉不能自己复议，请同事来办。",
  "assessments.decision_short": "请写明复议意见，至少 5 个字，申诉单位会看到。",
  "assessments.input_needed": "采纳的，请填更正后的数：按事实算的填数量，现场评的填百分比。",
};

export const assessmentsNames: PlainNames = {
  acts: {
    "assessments.read": "查看考核",
    "assessments.run": "办理考核",
    "assessments.read_own": "查看本单位得分",
    "assessments.appeal": "对得分提出申诉",
    "assessments.draft_scheme": "起草评分办法",
    "assessments.publish_scheme": "发布评分办法",
    "assessments.compute": "从事实计算得分",
    "assessments.judge": "现场评分",
    "assessments.freeze": "冻结得分",
    "assessments.publish": "公布得分",
    "assessments.decide_appeal": "复议申诉",
  },
  records: {
    score_schemes: "评分办法",
    assessments: "年度考核",
    score_lines: "得分",
    score_appeals: "得分申诉",
  },
};
