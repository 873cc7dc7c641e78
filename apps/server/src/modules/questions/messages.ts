import type { PlainNames } from "#kernel/plain-names.ts";
import type { QuestionsError } from "./errors.ts";

export const questionsMessages: Readonly<Record<QuestionsError, string>> = {
  "questions.text_short": "请把问题写得再清楚一点，至少 4 个字。",
  "questions.text_long": "问题太长了，请写在 1000 字以内。",
  "questions.contact_needed": "请选答复怎么给您：凭受理编号自己查，或者留手机号。",
  "questions.phone_wrong": "手机号不对，请填 11 位手机号；不想留就选“凭编号自己查”。",
  "questions.phone_consent": "留手机号要先勾选同意。不想留就选“凭编号自己查”。",
  "questions.topic_unknown": "请从列表里选一个主题，或者不选。",
  "questions.not_found": "没有找到这个问题，请刷新列表。",
  "questions.code_unknown": "没有找到这个受理编号。请对照收据再输一遍，字母不分大小写。",
  "questions.too_many": "您刚才问了好几个问题了，请过一个小时再问，或者打站点的电话。",
  "questions.expert_unknown": "这位专家不在您能分派的单位里，请从列表里重新选。",
  "questions.expert_field": "这位专家在所选领域没有在聘期内的聘任，请换一位或换一个领域。",
  "questions.not_yours": "这个问题交给了另一位专家。请由那位专家或编辑写答复。",
  "questions.answer_short": "答复太短了，请写满 10 个字，让提问的人看得懂、做得到。",
  "questions.same_person": "答复是您写的，要由另一个人核对后才能发出。",
  "questions.reason_needed": "请写明原因（至少 5 个字），提问的人会看到。",
  "questions.card_not_found": "没有找到这张问答卡，可能已经撤下。",
  "questions.card_unanswered": "答复发给提问人以后，才能写成问答卡。",
  "questions.card_title": "标题要 4 到 60 个字，说清问的是什么。",
  "questions.card_question": "问题要 4 到 600 个字，改写成谁都看得懂的，不带提问人的情况。",
  "questions.card_number": "里面有手机号或身份证号。请去掉，问答卡谁都看得到。",
  "questions.expert_busy": "这位专家手上的问题已经满了。请换一位，或等他答完。",
  "questions.expert_away": "这位专家这几天不在。请换一位。",
  "questions.expert_interest": "这位专家声明过和这个问题有利益关系。请换一位。",
  "questions.no_phone": "提问人没有留手机号，凭受理编号自己查。",
};

export const questionsNames: PlainNames = {
  acts: {
    "questions.ask": "向专家提问、凭编号查答复",
    "questions.asked": "向专家提问",
    "questions.own": "看自己的提问",
    "questions.read": "查看提问",
    "questions.assign": "分派提问",
    "questions.draft": "写答复",
    "questions.check": "核对答复",
    "questions.contact": "查看提问人的手机号",
    "questions.withdrawn": "撤回提问",
    "questions.read_cards": "看公开的问答卡",
    "questions.write_card": "把答复写成问答卡",
    "questions.publish_card": "核对、撤下问答卡",
  },
  records: { questions: "提问", question_cards: "问答卡" },
};
