import type { PlainNames } from "#kernel/plain-names.ts";

export const occasionsNames: PlainNames = {
  acts: {
    "occasions.read": "看时节和主题日",
    "occasions.manage": "改时节和主题日",
    "occasions.set_days": "定日期、打开或停下提醒",
    "occasions.read_public": "看时节日历",
  },
  records: { occasions: "时节或主题日", occasion_periods: "时节或主题日的日期" },
};
