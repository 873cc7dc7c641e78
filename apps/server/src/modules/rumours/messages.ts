import type { PlainNames } from "#kernel/plain-names.ts";
import type { RumoursError } from "./errors.ts";

export const rumoursMessages: Readonly<Record<RumoursError, string>> = {
  "rumours.not_found": "没有找到这个说法，可能已并入别的说法。请回到列表重新查找。",
  "rumours.report_not_found": "没有这个查询号。请对一对 12 位数字，一位都不能错。",
  "rumours.verdict_not_found": "没有找到这一版结论，请刷新页面后再试。",
  "rumours.no_words": "里面没有文字，查不了。请把收到的话打出来或贴进来，图片和表情不行。",
  "rumours.no_desk": "核查台还没有设好单位，现在收不了。请打站点电话问。",
  "rumours.choice": "请从列出的说法里选一个，或者选“都不是，请人来查”。",
  "rumours.number": "查询号是 12 位数字，在您提问后的那一页上。",
  "rumours.contact_agreed": "要给您发短信，得您先同意。请在“同意”前面打勾。",
  "rumours.contact_phone": "请填 11 位手机号，例如 13800000000。",
  "rumours.field": "请从列出的领域里选一个，签字的专家按这个领域找。",
  "rumours.harm": "请从列出的危害程度里选一个。",
  "rumours.rating": "请从列出的结论里选一个。",
  "rumours.rating_code": "代码用小写英文字母和短横线，例如 outdated。",
  "rumours.rating_taken": "已有同样代码或名称的结论种类，请换一个。",
  "rumours.reason_needed": "请写明原因（至少 2 个字）；不予核查的原因会给问的人看，至少 5 个字。",
  "rumours.same_claim": "不能并入它自己，请选另一个说法。",
  "rumours.claim_over": "这个说法的状态是“{status}”，不能再这样处理。请刷新页面看最新状态。",
  "rumours.split_some": "请选出要拆走的传法，不能一条不选，也不能全选。",
  "rumours.not_described": "请先“认领并整理”：写清说法、选好领域，再起草结论。",
  "rumours.working_verdict": "这个说法已有一版结论正在写或等签字，请先处理完那一版。",
  "rumours.not_draft": "这一版已送专家签字，不能直接改。要改，请先撤回，签过的字作废。",
  "rumours.saved_meanwhile": "别人刚保存过这一版。请复制您写的文字，刷新后再改。",
  "rumours.verdict_short":
    "“{part}”写得太短，送签前请写完整。说法至少 4 个字，一句话结论至少 8 个字，解释至少 30 个字，怎么办至少 4 个字。",
  "rumours.sources_needed": "至少要有 {count} 条来源，各写清发布单位和标题。",
  "rumours.source_wrong":
    "第 {number} 条来源有误：发布单位和标题要写；日期写成 2024、2024-05 或 2024-05-01；网址以 http:// 或 https:// 开头；查阅日期不能晚于今天。",
  "rumours.valid_on": "“截至日期”要写成 2024-05-01，不能晚于今天。",
  "rumours.notice_needed": "这是新版本，请写明改了什么（5 到 300 字），问过的人会看到。",
  "rumours.not_signing": "这一版不在等签字，现在是“{status}”。请刷新页面。",
  "rumours.author_signs": "您写过这一版，不能给它签字，请别的专家签。",
  "rumours.not_expert": "要由“{field}”领域在聘期内、能签字的专家来签。您今天没有这个领域的签字资格。",
  "rumours.signed_already": "您已经签过这一版，一人只签一次。",
  "rumours.text_changed": "您看到的文字和现在的不一样了，请刷新页面，看过再签。",
  "rumours.signatures_missing":
    "还不能发布：要至少两位专家同意，并且同意的比不同意的多。现在同意 {agreed} 位，不同意 {dissented} 位。",
  "rumours.notice_not_found": "没有找到这条告知记录，请刷新列表。",
};

export const rumoursNames: PlainNames = {
  acts: {
    "rumours.ask": "问一条消息是不是真的",
    "rumours.intake": "代录一条谣言线索",
    "rumours.read_public": "查看已发布的结论",
    "rumours.own": "查看自己问过的消息",
    "rumours.read": "查看谣言线索原文",
    "rumours.work": "整理谣言说法",
    "rumours.draft": "起草、修改结论",
    "rumours.sign": "专家给结论签字",
    "rumours.publish": "发布结论",
    "rumours.tell": "告知问过的人",
    "rumours.manage_ratings": "增加结论种类",
  },
  records: {
    claims: "谣言说法",
    claim_reports: "谣言线索",
    verdicts: "辟谣结论",
    verdict_signatures: "结论签字",
    verdict_notices: "告知记录",
    verdict_ratings: "结论种类",
    claim_notes: "核查笔记",
  },
};
