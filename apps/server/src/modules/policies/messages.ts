import type { PoliciesError } from "./errors.ts";

export const policiesMessages: Readonly<Record<PoliciesError, string>> = {
  "policies.not_found": "没有找到这份政策，请刷新列表。",
  "policies.same_person": "起草的人不能自己发布。请另一位编辑或督导员核对原文后发布。",
  "policies.not_a_draft": "只有草稿能改。已发布的请先“撤回修改”，改完再由另一个人发布。",
  "policies.dates_turned": "日期先后不对：失效日期不能早于施行或发布日期。",
  "policies.end_too_early": "失效日期不能早于施行或发布日期，请改一下。",
};
