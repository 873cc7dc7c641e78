import type { HistoryRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const historyTones: Readonly<Record<HistoryRow["status"], Tone>> = {
  previewed: "waiting",
  applied: "done",
  discarded: "quiet",
};

export type SheetKind = HistoryRow["kind"];

export const sheetWords: Readonly<Record<SheetKind, { label: string; hint: string }>> = {
  members: {
    label: "服务队名单",
    hint: "服务队、姓名、手机号。没有账号的会新建账号并入队；校园队一次可以导入整个名单。",
  },
  hours: {
    label: "往年服务时长",
    hint: "写入后是“补录”时长，和签到签退的时长永远分开，不合计。志愿者要先在名单里。",
  },
  activities: {
    label: "往年活动",
    hint: "主办单位、名称、日期、人群、人次和人次怎么来的。不和本系统里签到的人次合计。",
  },
};
