import type { OccasionsError } from "./errors.ts";

export const occasionsMessages: Readonly<Record<OccasionsError, string>> = {
  "occasions.not_found": "没有找到这个时节或主题日，请刷新列表。",
  "occasions.day_wrong": "日期写成“月-日”，例如 05-12，并且要是日历上有的一天。",
  "occasions.source_needed": "写了日期就要写来源：谁发布、标题。查不到来源的，请选“等当年通知”。",
  "occasions.topic_unknown": "主题里没有 {codes}，请从列表里选。",
  "occasions.overlap": "这几天已经安排过了，两段日期不能重叠。请先结束原来那一段，或改日期。",
  "occasions.days_turned": "结束日期早于开始日期，请改一下。",
  "occasions.too_long": "一段日期最长一年，请改短一些。",
  "occasions.past": "结束日期已经过去了，请选今天或以后的日期。",
  "occasions.period_not_found": "没有找到这段日期，请刷新列表。",
  "occasions.period_over": "这段日期已经结束了，不用再结束一次。",
  "occasions.no_root": "还没有建立全区的组织架构，请先导入单位。",
};
