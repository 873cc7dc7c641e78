/** What a record of hours is looked at for; a flag asks a person to look and takes nothing away by itself. */
export const hoursFlags = {
  long_day: "同一天合计超过 12 小时",
  added_beside_signed: "同一天在同一支队既有签到又有补录",
  same_added: "同一天补录了两次一样的时长",
  very_short: "签到到签退不足 10 分钟",
} as const;
type HoursFlag = keyof typeof hoursFlags;

type FlaggableHours = {
  id: string;
  personId: string;
  teamId: string;
  kind: "credited" | "added";
  minutes: number;
  day: string;
};

const longDayMinutes = 720;
const shortVisitMinutes = 10;

/**
 * Duplicate and impossible patterns among records that stand or wait, by record. Give all records of the persons and days
 * concerned: a pattern lies between records.
 */
export const flagHours = (rows: readonly FlaggableHours[]): ReadonlyMap<string, readonly HoursFlag[]> => {
  const flags = new Map<string, HoursFlag[]>();
  const flag = (row: FlaggableHours, one: HoursFlag): void =>
    void flags.set(row.id, [...(flags.get(row.id) ?? []), one]);
  const days = Map.groupBy(rows, (row) => `${row.personId} ${row.day}`);
  for (const day of days.values()) {
    const total = day.reduce((sum, row) => sum + row.minutes, 0);
    for (const row of day) {
      const others = day.filter((other) => other.id !== row.id);
      if (total > longDayMinutes) flag(row, "long_day");
      if (
        row.kind === "added" &&
        others.some((other) => other.kind === "credited" && other.teamId === row.teamId)
      )
        flag(row, "added_beside_signed");
      if (
        row.kind === "added" &&
        others.some((other) => other.kind === "added" && other.minutes === row.minutes)
      )
        flag(row, "same_added");
      if (row.kind === "credited" && row.minutes < shortVisitMinutes) flag(row, "very_short");
    }
  }
  return flags;
};
