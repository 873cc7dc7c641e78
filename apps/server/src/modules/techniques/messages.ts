import type { PlainNames } from "#kernel/plain-names.ts";
import type { TechniquesError } from "./errors.ts";

export const techniquesMessages: Readonly<Record<TechniquesError, string>> = {
  "techniques.not_found": "没有找到这一条，可能已经撤下。请回目录看看别的。",
  "techniques.name": "名称要 2 到 40 个字。",
  "techniques.summary": "请写清楚是什么、怎么用，10 到 1500 个字。",
  "techniques.source": "请写出处的名称，至少 4 个字，例如文件、标准或审定公告的全名。",
  "techniques.source_place": "请写在哪里查得到：网址、文号、标准号或第几条。",
  "techniques.fit": "请至少选一个季节和一种地。",
  "techniques.same_person": "写的人不能自己公开，请另一个人核对。",
  "techniques.reason_needed": "请写明原因，至少 5 个字。对方会看到。",
  "techniques.town": "请选地在哪个镇街，由那里来确认。",
  "techniques.adopted_already": "这一季您已经说过用了这一条，在“我用过的”里看得到，不用再说。",
  "techniques.adoption_not_found": "没有找到这条采用记录，请刷新列表。",
  "techniques.own_adoption": "自己用的不能自己确认，请别人来确认。",
  "techniques.not_commissioner": "只有聘在这个镇街、聘期里的特派员能确认。",
  "techniques.outcome_early": "先要特派员或镇街确认用过，才能说效果。",
  "techniques.outcome_given": "效果已经记过了，在“我用过的”里看得到。",
};

export const techniquesNames: PlainNames = {
  acts: {
    "techniques.see": "看品种技术目录",
    "techniques.own": "自己用过的品种技术",
    "techniques.read": "查看品种技术目录和采用记录",
    "techniques.write": "写品种技术条目",
    "techniques.publish": "核对公开品种技术条目",
    "techniques.return": "退回品种技术条目",
    "techniques.withdraw": "撤下品种技术条目",
    "techniques.rewrite": "重写品种技术条目",
    "techniques.adopt": "说用了一条品种技术",
    "techniques.confirm": "确认采用记录",
    "techniques.dispute": "不确认采用记录",
    "techniques.take_back": "撤回采用记录",
    "techniques.outcome": "说用得怎么样",
  },
  records: { technique_entries: "品种技术条目", technique_adoptions: "采用记录" },
};
