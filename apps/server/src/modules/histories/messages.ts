import type { PlainNames } from "#kernel/plain-names.ts";
import type { HistoriesError } from "./errors.ts";

export const historiesMessages: Readonly<Record<HistoriesError, string>> = {
  "histories.not_found": "没有找到这次导入，请返回列表。",
  "histories.no_file": "请选择一个 .xlsx 或 .csv 文件。",
  "histories.empty": "表里没有数据行。请下载模板，从第二行起填写后再上传。",
  "histories.columns": "缺少这几列：{columns}。请下载模板，把列名对上后再上传。",
  "histories.has_errors": "还有 {count} 行有错。请在表格里改好，重新上传一次。",
  "histories.stale": "预览以后情况变了，第 {lines} 行现在写不进去。请重新上传，按新的预览办。",
  "histories.second_person": "上传的人不能自己确认。请另一位同事核对后点“确认写入”。",
  "histories.expired": "预览超过 7 天，表里的姓名和号码已经删除。请重新上传。",
};

export const historiesNames: PlainNames = {
  acts: {
    "histories.read": "查看往年记录的导入",
    "histories.import": "导入往年记录",
    "histories.preview": "上传往年记录",
    "histories.apply": "确认写入往年记录",
    "histories.discard": "放弃一次导入",
  },
  records: { history_imports: "往年记录的导入", past_activities: "往年的活动" },
};
