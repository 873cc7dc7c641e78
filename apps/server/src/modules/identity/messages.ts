import type { PlainNames } from "#kernel/plain-names.ts";

/** Closed list of this module's refusals; each says what to do next. */
export const identityMessages = {
  "identity.phone_format": "请填写 11 位手机号，例如 13800000000。",
  "identity.phone_taken": "这个手机号已经有账号了。请直接用它登录，或换一个手机号。",
  "identity.username_format": "账号名用 3–30 个小写字母、数字、点或下划线，例如 street.office1。",
  "identity.username_taken": "这个账号名已经有人用了，请换一个。",
  "identity.code_wrong":
    "验证码不对，或已经过期、用过。请核对短信里的 7 位数字；试过 5 次不对的，请重新获取。",
  "identity.code_again": "这次登录的验证码已失效，请重新填写手机号获取。",
  "identity.code_too_soon": "验证码刚刚发过，请等 {seconds} 秒再试。",
  "identity.code_day_limit": "这个手机号今天获取验证码的次数已到上限，请明天再试，或换别的方式登录。",
  "identity.sms_failed": "短信没有发出去，服务商没有回应或拒绝了。请过几分钟再试，或联系工作人员。",
  "identity.no_sms": "短信通道还没有开通，暂时不能用手机验证码登录。请换别的方式，或联系工作人员。",
  "identity.sign_in_failed":
    "账号名或密码不对。请检查大小写后再试；忘记密码，请点“忘了密码”用短信验证码设新的。",
  "identity.password_locked":
    "这个账号输错密码的次数太多，为安全起见先停 {minutes} 分钟。着急的话，请用手机验证码登录。",
  "identity.person_disabled": "这个账号已经停用。需要恢复，请联系本单位管理员。",
  "identity.password_short": "密码至少要 12 个字。可以用一句自己记得住的话。",
  "identity.password_long": "密码最多 128 个字，请缩短一些。",
  "identity.password_common": "这个密码太常见，容易被猜中。请换一句别人想不到的话。",
  "identity.password_wrong": "现在的密码不对，请再输一次。",
  "identity.password_same": "新密码和现在的一样，请换一个。",
  "identity.phone_code_first": "设新密码前，请先用短信验证码登录一次；登录后 10 分钟内可以设。",
  "identity.totp_wrong": "动态码不对，或刚刚用过。请等验证器里换出新的一组再输。",
  "identity.totp_none": "您还没有绑定验证器。请先到“登录安全”里绑定。",
  "identity.totp_exists": "验证器已经绑定。要换手机，请先解绑再重新绑定。",
  "identity.second_factor_first": "改动登录安全前，请先完成第二重验证。",
  "identity.passkey_failed": "没有认出这把通行密钥。请再试一次，或换别的方式登录。",
  "identity.passkey_verify": "这把通行密钥没有核对本人（指纹、面容或密码）。请在设备上打开锁屏验证后再试。",
  "identity.passkey_not_found": "没有找到这把通行密钥，可能已经删除。",
  "identity.wechat_off": "本站没有开通微信提醒，提醒照常发短信。",
  "identity.wechat_code": "微信给的编号已失效，或不是您这次办理的。请在微信里重新点“绑定微信”。",
  "identity.wechat_failed": "微信暂时没有回应。请过几分钟再试；在此之前提醒照常发短信。",
  "identity.wechat_taken": "这个微信已经绑定在别的账号上。请先在那个账号里解除。",
  "identity.oidc_off": "本站没有开通统一身份认证，请换别的方式登录。",
  "identity.oidc_unavailable": "统一身份认证平台暂时连不上。请稍后再试，或先换别的方式登录。",
  "identity.oidc_not_linked": "您的统一身份还没有和本站账号关联。请联系本单位管理员登记后再试。",
  "identity.oidc_failed": "统一身份认证没有完成。请重新点击登录；仍不行，请换别的方式。",
  "identity.subject_taken": "这个统一身份编号已经关联到别的账号，请核对后再填。",
  "identity.oidc_taken":
    "这个统一身份已经关联到别的账号。如果那也是您，请先在那个账号里解除；不是，请联系本单位管理员。",
  "identity.oidc_linked": "您的账号已经关联了统一身份。要换一个，请先解除原来的。",
  "identity.oidc_none": "您的账号没有关联统一身份，不用解除。",
  "identity.oidc_only_way":
    "统一身份是您现在唯一的登录办法，解除以后就进不来了。请先登记手机号、设密码或绑定通行密钥。",
  "identity.oidc_other_person": "开始关联之后，这台设备换了人登录，所以没有关联。请用要关联的账号重新办理。",
  "identity.person_not_found": "没有找到这个人，可能已经注销，请返回列表重新选择。",
  "identity.unit_not_found": "没有找到这个单位，可能已经撤销，请重新选择。",
  "identity.grant_not_found": "没有找到这条岗位记录，请刷新后查看。",
  "identity.grant_ended": "这条岗位记录已经结束，不需要再办。",
  "identity.grant_overlap": "这个人在同一单位、同一时间已经有这个岗位，请改日期或先结束原来的。",
  "identity.grant_term": "结束日期不能早于开始日期，也不能早于今天，请改正。",
  "identity.grant_role_not_yours":
    "您不能授予这个岗位。系统、安全、审计三类管理员由安全管理员授权；请联系他办理。",
  "identity.self_grant": "不能给自己授予或延长岗位，请由另一位管理员办理。",
  "identity.three_powers":
    "系统管理员、安全管理员、审计管理员不能由同一个人担任（三权分立）。请换一个人，或先结束原来的岗位。",
  "identity.self_disable": "不能停用自己的账号，请由另一位管理员办理。",
  "identity.handover_same_person": "交接人和接手人不能是同一个人，请重新选择接手人。",
  "identity.handover_receiver": "接手人的账号不在使用中，请换一位。",
  "identity.session_not_found": "没有找到这次登录，可能已经退出。",
  "identity.under_14": "未满 14 周岁的孩子要先有监护人同意，请由监护人在“家庭”里为孩子登记。",
} as const;

export type IdentityError = keyof typeof identityMessages;

/** The sentence of a refusal whose code came back in an address; an unknown code gets a general one. */
export const refusalSentence = (code: string | undefined): string | undefined =>
  code === undefined
    ? undefined
    : (Object.entries(identityMessages).find(([name]) => name === code)?.[1] ??
      identityMessages["identity.oidc_failed"]);

export const identityNames: PlainNames = {
  acts: {
    "identity.me": "查看自己的资料",
    "identity.bind_wechat": "绑定微信提醒",
    "identity.unbind_wechat": "解除微信提醒",
    "identity.sign_in": "登录",

    "identity.sign_out": "退出登录",
    "identity.end_session": "退出别处的登录",
    "identity.pass_second_factor": "完成第二重验证",
    "identity.set_up_totp": "绑定验证器",
    "identity.remove_totp": "解绑验证器",
    "identity.make_recovery_codes": "生成备用码",
    "identity.register_passkey": "绑定通行密钥",
    "identity.remove_passkey": "删除通行密钥",
    "identity.set_password": "设置密码",
    "identity.change_password": "修改密码",
    "identity.link_subject": "关联统一身份",
    "identity.unlink_subject": "解除统一身份",
    "identity.read_people": "查看人员",
    "identity.read_contact": "查看人员联系方式",
    "identity.create_person": "登记人员",
    "identity.correct_person": "更正个人资料",
    "identity.erase_person": "删除个人资料",
    "identity.disable_person": "停用账号",
    "identity.enable_person": "恢复账号",
    "identity.grant_role": "授予岗位",
    "identity.end_grant": "结束岗位",
    "identity.handover": "岗位交接",
  },
  records: {
    wechat_bindings: "微信提醒的绑定",
    persons: "人员",
    role_grants: "岗位",
    handovers: "交接",
    auth_sessions: "登录",
  },
};
