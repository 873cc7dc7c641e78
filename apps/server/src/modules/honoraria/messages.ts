import type { PlainNames } from "#kernel/plain-names.ts";
import type { HonorariaError } from "./errors.ts";

export const honorariaMessages: Readonly<Record<HonorariaError, string>> = {
  "honoraria.not_found": "没有找到这一笔酬劳，请刷新列表。",
  "honoraria.person_only": "这一步要由登录的工作人员来办。",
  "honoraria.own": "不能核准自己的酬劳或评议，请另一位同事办理。",
  "honoraria.second_person": "汇总、提出或写的人不能自己核准，请另一位同事办理。",
  "honoraria.act_gone": "这笔酬劳所依据的记录已经撤回或不在聘期内了。请改为“不发”，写明原因。",
  "honoraria.month": "请选一个已经开始的月份，例如 2026-11。",
  "honoraria.no_scheme": "这个单位还没有核准过的酬劳标准。请先在“酬劳标准”里提出一版，由另一位同事核准。",
  "honoraria.reason_needed": "请写明原因，至少 5 个字，专家本人会看到。",
  "honoraria.voucher": "请填写付款凭证号（2 到 60 字），例如“付字 2026-118”。",
  "honoraria.paid_day": "发放的日子不能早于做事的那天，也不能晚于今天。",
  "honoraria.scheme_rates": "请至少给一种工作填上标准：整数元，1 到 5000；不发的空着。",
  "honoraria.scheme_day": "从哪天起算：不早于今年 1 月 1 日，并且晚于现在这一版开始的日子。",
  "honoraria.scheme_waiting": "这个单位已有一版标准在等核准。请先核准或不通过那一版。",
  "honoraria.scheme_not_found": "没有找到这一版酬劳标准，请刷新列表。",
  "honoraria.document": "请写明依据的文件（2 到 120 字），例如“演示科协〔2026〕3 号”。",
  "honoraria.review_not_found": "没有找到这份评议，请刷新列表。",
  "honoraria.review_twice": "这位专家这一年已经有评议了。等确认的不能再写；退回的请点“重写”。",
  "honoraria.review_year": "只能评议今年或去年。",
  "honoraria.review_opinion": "请写评议意见，至少 5 个字，专家本人会看到。",
  "honoraria.review_until": "续聘到哪天：要晚于今天，最长五年。",
  "honoraria.review_nothing":
    "没有可以续聘或结束的聘任：聘期都比这一天长，或已经结束超过一年。请核对“审签专家”里的聘期。",
};

export const honorariaNames: PlainNames = {
  acts: {
    "honoraria.own": "看自己的专家酬劳和评议",
    "honoraria.read": "查看专家酬劳",
    "honoraria.draw": "汇总专家酬劳",
    "honoraria.decide": "核准专家酬劳",
    "honoraria.pay": "登记酬劳发放",
    "honoraria.export": "下载专家酬劳",
    "honoraria.propose_scheme": "提出酬劳标准",
    "honoraria.decide_scheme": "核准酬劳标准",
    "honoraria.read_reviews": "查看专家年度评议",
    "honoraria.review": "写专家年度评议",
    "honoraria.confirm_review": "确认专家年度评议",
  },
  records: {
    honoraria: "专家酬劳",
    honorarium_schemes: "酬劳标准",
    appointment_reviews: "专家年度评议",
  },
};
