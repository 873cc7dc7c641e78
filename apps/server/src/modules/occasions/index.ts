import type { Module } from "#kernel/module.ts";
import { registerOccasionRoutes } from "./api.ts";
import { occasionsMessages } from "./messages.ts";
import { occasionsNumericInputs } from "./numeric-inputs.ts";
import { occasionsNames } from "./names.ts";
import { occasionsPolicy } from "./policy.ts";
import { seedOccasions } from "./seed.ts";
import "./tables.ts";

export const occasionsModule: Module = {
  name: "occasions",
  policy: occasionsPolicy,
  messages: occasionsMessages,
  names: occasionsNames,
  guardedTables: [
    {
      table: "occasions",
      columns: ["code", "kind", "name", "about", "advice", "audiences", "topics", "words", "rule"],
      idColumn: "code",
    },
    {
      table: "occasion_periods",
      columns: ["id", "occasion_code", "starts_on", "ends_on", "is_on", "reason", "ended_on", "end_reason"],
    },
  ],
  planRows: [
    {
      id: "U-02",
      state: "works",
      where: "/ · /zones/… · /calendar · /workbench/occasions",
      note: "按时节提醒：时钟走到七月，或者有人打开，长辈专区就出现高温内容，停下就消失：calendar.test.ts、rule.test.ts。",
    },
    {
      id: "B-19",
      state: "works",
      where: "/calendar · /calendar.ics · /workbench/occasions",
      note: "主题日日历和订阅文件：七个主题日（周、月）和科普月，日期有来源，没有来源的等通知：rule.test.ts、calendar.test.ts；门户日历在主题日下列出各单位的活动和余位，订阅文件带着它们：calendar-activities.test.ts。",
    },
  ],
  numericInputs: occasionsNumericInputs,
  routes: (routes, context) => {
    registerOccasionRoutes(routes, context);
  },
  plugins: async (app, context) => {
    app.addHook("onReady", async () => seedOccasions(context));
  },
};

export { toCalendarFile } from "./calendar-file.ts";
export { endPeriod, type PeriodInput, setPeriod, writeOccasion } from "./commands.ts";
export {
  type Edition,
  editionKeyPattern,
  editionsIn,
  findEdition,
  parseEditionKey,
  suggestEditions,
  toEditionKey,
} from "./editions.ts";
export type { OccasionsError } from "./errors.ts";
export { occasionsPaths } from "./paths.ts";
export { listOccasions, listOnNow, type OccasionView } from "./queries.ts";
export {
  isEstimated,
  isOn,
  nextOccurrence,
  occasionKinds,
  type Occurrence,
  occurrenceOn,
  occurrencesIn,
  ruleText,
} from "./rule.ts";
