import type { PlainNames } from "#kernel/plain-names.ts";
import type { CertificatesError } from "./errors.ts";

export const certificatesMessages: Readonly<Record<CertificatesError, string>> = {
  "certificates.not_found": "没有找到这份证明，请核对编号后再查。",
  "certificates.no_hours": "这段日子里，这个单位没有记过您的服务时长。请换一段日子或换一个单位。",
  "certificates.period": "起止日期不对：开始不能晚于结束，结束不能晚于今天。",
  "certificates.waiting": "您已经向这个单位要了一份证明，正在等它出具。出具后可以再要。",
  "certificates.own": "自己的证明不能自己出具，请同事来办。",
  "certificates.reason_needed": "请写明原因，志愿者会看到这段话。至少 5 个字。",
  "certificates.no_role_unit": "请选择记录您服务时长的单位。",
  "certificates.thanks_short": "请写明感谢什么，至少 10 个字。",
  "certificates.not_a_member": "只能给本单位核验的服务队的队员写感谢信。",
  "certificates.not_issued": "这份证明还没有出具，没有可下载的文件。请等单位出具。",
  "certificates.erased": "本人已经要求删除个人信息，这份证明的内容不在了，只剩校验码。",
  "certificates.pdf_failed": "文件没有做出来，请过一会儿再下载。证明本身没有受影响。",
  "certificates.not_while_helping": "代办时不能办服务证明。请先结束代办。",
};

export const certificatesNames: PlainNames = {
  acts: {
    "certificates.own": "查看自己的服务证明",
    "certificates.read": "查看服务证明",
    "certificates.verify": "核对服务证明",
    "certificates.request": "申请服务证明",
    "certificates.issue": "出具服务证明",
    "certificates.thank": "写感谢信",
    "certificates.refuse": "不出具服务证明",
    "certificates.revoke": "撤销服务证明",
  },
  records: { service_certificates: "服务证明" },
};
