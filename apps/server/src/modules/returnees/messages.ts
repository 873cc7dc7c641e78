import type { PlainNames } from "#kernel/plain-names.ts";
import type { ReturneesError } from "./errors.ts";

export const returneesMessages: Readonly<Record<ReturneesError, string>> = {
  "returnees.consent": "要您同意，村里才看得到。请勾选“我同意”，或者先不登记。",
  "returnees.skills": "请至少选一样能帮的。",
  "returnees.about": "请写清楚能帮什么，至少 10 个字。",
  "returnees.money": "这里只登记出力、出主意，不登记捐钱、出资、出地。请去掉这些话；要捐赠请联系镇街。",
  "returnees.place": "请选您老家或住的街道、村。",
  "returnees.registered": "您已经登记过了。要改，请先撤回，再重新登记。",
  "returnees.not_found": "没有找到这份登记，或者本人已经撤回。请刷新列表。",
  "returnees.busy": "他正在帮别的村，或者别的村刚请了他。请选另一位，或等他办完。",
  "returnees.request_not_found": "没有找到这条需求，请刷新列表。",
  "returnees.request_taken": "这条需求已经请了人，或者已经结束。请刷新列表。",
  "returnees.wanted": "请写清楚村里要什么帮助，5 到 300 个字。",
  "returnees.until": "期限要在今天或以后、一年以内。",
  "returnees.unfit": "他没有登记会这一样，请选会的人。",
  "returnees.own_offer": "不能请自己、也不能确认自己的，请同事来办。",
  "returnees.match_not_found": "没有找到这次邀请，或者它已经办过了。请刷新。",
  "returnees.reason_needed": "请写明原因，至少 5 个字。",
  "returnees.incentive_text": "请写明是什么荣誉或政策、依据哪份文件。",
  "returnees.incentive_day": "日期要在今天或以前。",
  "returnees.not_while_helping": "代办时不能替人登记、答复。请先结束代办。",
};

export const returneesNames: PlainNames = {
  acts: {
    "returnees.own": "查看自己的登记",
    "returnees.read": "查看返乡人才、新乡贤",
    "returnees.manage": "办村里的需求",
    "returnees.register": "登记返乡人才、新乡贤",
    "returnees.withdraw": "撤回登记",
    "returnees.request": "写村里的需求",
    "returnees.close": "结束村里的需求",
    "returnees.propose": "请人帮村里",
    "returnees.answer": "答复村里的邀请",
    "returnees.finish": "说做完了",
    "returnees.confirm": "确认帮到了",
    "returnees.lapse": "邀请到时没有答复",
    "returnees.cancel": "取消邀请",
    "returnees.incentive": "记荣誉、政策",
  },
  records: {
    returnees: "返乡人才、新乡贤",
    village_requests: "村里的需求",
    returnee_matches: "请人帮村里",
    returnee_incentives: "荣誉、政策记录",
  },
};
