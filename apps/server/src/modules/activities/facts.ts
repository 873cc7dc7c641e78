import { audiences, audienceNames } from "#kernel/audiences.ts";
import type { FactKind } from "#kernel/facts.ts";
import type { Indicator } from "#kernel/indicators.ts";
import { entries, entryCodes, entryTag } from "./vocabulary.ts";

/** E-09, B-07: what was held, who signed in, and who was counted without a name; the last two are never one figure. */
export const activityFactKinds: readonly FactKind[] = [
  {
    kind: "activities.held",
    name: "办成的活动场次",
    measure: "场",
    from: "主办单位上报一场活动（改正时冲销）",
    sourceTable: "activity_sessions",
  },
  {
    kind: "activities.attended",
    name: "活动签到人次",
    measure: "人次",
    from: "主办单位上报一场活动，按签到的人数、按人群（改正时冲销）",
    sourceTable: "activity_sessions",
  },
  {
    kind: "activities.reach_counted",
    name: "现场人头数（没有签到）",
    measure: "人次",
    from: "一个人在现场数，写明方法、附照片，另一个人确认（撤回时冲销）",
    sourceTable: "head_counts",
  },
];

const validFrom = "2026-01-01";

/**
 * Coverage by entry (四进): sessions held and people signed in, for each entry; for elders also people signed in (E-09). Module
 * `plans` reads them by code: `activities.held.<entry>`, `activities.attended.<entry>`, `activities.attended.<audience>.<entry>`.
 */
export const activityIndicators: readonly Indicator[] = entryCodes.flatMap((entry): readonly Indicator[] => {
  const filter = { planTag: entryTag(entry) };
  const shared = { version: 1, aggregate: "sum", validFrom } as const;
  return [
    {
      ...shared,
      code: `activities.held.${entry}`,
      name: `办成的活动场次：${entries[entry]}`,
      definition: `上报的活动场次，去向是“${entries[entry]}”；按办的那天合计，冲销的不计。`,
      factKinds: ["activities.held"],
      filter,
      measure: "场",
    },
    {
      ...shared,
      code: `activities.attended.${entry}`,
      name: `活动签到人次：${entries[entry]}`,
      definition: `上报的活动里签到的人次，去向是“${entries[entry]}”；不含人头数，冲销的不计。`,
      factKinds: ["activities.attended"],
      filter,
      measure: "人次",
    },
    {
      ...shared,
      code: `activities.reach_counted.${entry}`,
      name: `现场人头数：${entries[entry]}`,
      definition: `第二个人确认过的人头数，去向是“${entries[entry]}”；从不和签到的人次相加，撤回的不计。`,
      factKinds: ["activities.reach_counted"],
      filter,
      measure: "人次",
    },
    ...audiences.map((audience) => ({
      ...shared,
      code: `activities.attended.${audience}.${entry}`,
      name: `${audienceNames[audience]}活动签到人次：${entries[entry]}`,
      definition: `上报的活动里签到的${audienceNames[audience]}人次，去向是“${entries[entry]}”；不含人头数，冲销的不计。`,
      factKinds: ["activities.attended"],
      filter: { ...filter, audience },
      measure: "人次",
    })),
  ];
});
