import type { PlainNames } from "#kernel/plain-names.ts";
import type { PersonnelError } from "./errors.ts";

export const personnelMessages: Readonly<Record<PersonnelError, string>> = {
  "personnel.not_found": "没有找到这位科普人员，请刷新列表。",
  "personnel.twice":
    "这个单位已经登记了同名的在岗人员。真是两个人，请在姓名后面加字区分，例如“张三（二科）”。",
  "personnel.months": "兼职的请写一年投入几个月，0.1 到 12；专职的不填这一项。",
  "personnel.joined_day": "从哪天开始不能晚于今天，也不能早于 1950 年。",
  "personnel.left_day": "离开的日子要在开始以后、今天以前。",
  "personnel.reason_needed": "请写明原因，至少 2 个字。",
  "personnel.person_only": "这一步要由登录的工作人员来办。",
};

export const personnelNames: PlainNames = {
  acts: {
    "personnel.read": "查看科普人员",
    "personnel.write": "登记科普人员",
    "personnel.leave": "登记科普人员离开",
    "personnel.strike": "划去录错的科普人员",
    "personnel.export": "下载科普人员统计表",
  },
  records: { science_staff: "科普人员" },
};
