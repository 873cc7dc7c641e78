import type { PlainNames } from "#kernel/plain-names.ts";
import type { CommissionersError } from "./errors.ts";

export const commissionersMessages: Readonly<Record<CommissionersError, string>> = {
  "commissioners.contract_not_found": "没有找到这份聘任，请刷新列表。",
  "commissioners.log_not_found": "没有找到这条服务记录，请刷新列表。",
  "commissioners.person_unknown": "这个手机号还没有在这里登录过。请他先用手机登录一次，再来聘任。",
  "commissioners.own_contract": "不能聘任自己，请同事来办。",
  "commissioners.dates": "起止日期不对：开始不能晚于结束，最长五年。",
  "commissioners.overlap": "他在这个镇街、这个方向已经有一份在聘的合同，时间有重叠。",
  "commissioners.not_in_force": "这份聘任那天不在期限里，不能记服务。",
  "commissioners.visit_time": "服务时间要在今天以前、30 天以内，并且在聘期里。",
  "commissioners.advice_short": "请写清楚看了什么、出了什么主意，至少 5 个字。",
  "commissioners.code_wrong": "确认码不对。请让农户看看短信里的 6 位数字，再念一遍。",
  "commissioners.no_code": "农户没有留手机号，没有确认码。请村里工作人员当面问过，再替他确认。",
  "commissioners.own_log": "自己的服务不能自己确认，要农户或另外的人来。",
  "commissioners.reason_needed": "请写明农户怎么说的，至少 5 个字。",
  "commissioners.farmer_phone": "农户的手机号不对，请写 11 位手机号，或者不填。",
  "commissioners.not_while_helping": "代办时不能记特派员的服务。请先结束代办。",
};

export const commissionersNames: PlainNames = {
  acts: {
    "commissioners.own": "查看自己的特派员服务",
    "commissioners.read": "查看科技特派员",
    "commissioners.contract": "聘任科技特派员",
    "commissioners.end": "终止聘任",
    "commissioners.log": "记特派员服务",
    "commissioners.confirm": "确认特派员服务",
    "commissioners.dispute": "否认特派员服务",
    "commissioners.request": "通知当地特派员",
  },
  records: { commissioner_contracts: "特派员聘任", commissioner_logs: "特派员服务记录" },
};
