import type { PlainNames } from "#kernel/plain-names.ts";
import type { ClaimsError } from "./errors.ts";

export const claimsMessages: Readonly<Record<ClaimsError, string>> = {
  "claims.not_found": "没有找到这件理赔，请刷新列表。",
  "claims.own_visit": "只能为自己去过的服务申请理赔，一年以内的。请从列表里选一次。",
  "claims.open_already": "这次服务已经有一件理赔在办，请在列表里看进展。",
  "claims.body_short": "请写清楚什么时候、在哪里、怎么发生的，至少 10 个字。",
  "claims.papers_full": "材料最多 8 份。请合成一份再传。",
  "claims.paper_missing": "至少要一份材料：病历、发票或现场照片，拍照就行。",
  "claims.paper_not_found": "没有找到这份材料，可能已按本人要求删除。",
  "claims.own_claim": "自己的理赔不能自己办，请同事来办。",
  "claims.second_person": "送保险公司要换一个人：核对的人不能自己送。",
  "claims.reason_needed": "请写明原因，至少 5 个字。申请人会看到。",
  "claims.money": "请照保险公司的通知写赔了多少元，大于 0，最多两位小数。",
};

export const claimsNames: PlainNames = {
  acts: {
    "claims.own": "自己的理赔",
    "claims.read": "查看理赔",
    "claims.decide": "办理理赔",
    "claims.file": "申请理赔",
    "claims.check": "核对理赔",
    "claims.send": "理赔送保险公司",
    "claims.give_back": "理赔退回补材料",
    "claims.file_again": "补材料再交理赔",
    "claims.pay": "记理赔已赔付",
    "claims.refuse": "记保险公司不赔",
    "claims.withdraw": "撤回理赔",
    "claims.pass_up": "理赔到时没办，转上级",
    "claims.read_paper": "查看理赔材料",
  },
  records: { insurance_claims: "理赔", claim_papers: "理赔材料" },
};
