import { restoreCell, toCsv } from "#kernel/csv.ts";
import { AppError } from "#kernel/errors.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import type { OrdersError } from "../errors.ts";
import type { HubAnswer, HubRow } from "./exchange.ts";

/** Name of the exchange format; docs/hub-exchange.schema.json says what stands in it. */
const hubFormat = "kepu-hub/1";

const columns = [
  "no",
  "title",
  "topic",
  "audience",
  "place",
  "wantedOn",
  "wantedHalf",
  "peopleCount",
  "skill",
  "badges",
  "reason",
  "sentAt",
  "station",
  "stationPhone",
  "state",
  "hubRef",
  "note",
] as const;

const toRecord = (row: HubRow) => ({
  no: row.no,
  title: row.title,
  topic: row.topic,
  audience: row.audience,
  place: row.place,
  wantedOn: row.wantedOn,
  wantedHalf: row.wantedHalf,
  peopleCount: row.peopleCount,
  skill: row.skill,
  badges: [...row.badges],
  reason: row.reason,
  sentAt: row.sentAt.toISOString(),
  station: row.station,
  stationPhone: row.stationPhone,
  state: row.status,
  hubRef: row.hubRef,
  note: row.note,
});

export const toHubJson = (rows: readonly HubRow[], at: Date): string =>
  `${JSON.stringify({ format: hubFormat, madeAt: at.toISOString(), orders: rows.map(toRecord) }, null, 2)}\n`;

export const toHubCsv = (rows: readonly HubRow[]): string =>
  toCsv(
    columns,
    rows.map((row) => {
      const record = toRecord(row);
      return columns.map((column) => (column === "badges" ? record.badges.join(" ") : record[column]));
    }),
  );

const refuse = (): never => {
  throw new AppError<OrdersError>("orders.hub_file", { fields: { file: "orders.hub_file" } });
};

const textOf = (value: unknown): string | undefined => {
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
  return text === "" ? undefined : text.slice(0, 300);
};

const toAnswer = (fields: Readonly<Record<string, unknown>>): HubAnswer => ({
  no: textOf(fields["no"]) ?? "",
  state: textOf(fields["state"]) ?? "",
  hubRef: textOf(fields["hubRef"]),
  note: textOf(fields["note"]),
});

const fromJson = (text: string): readonly HubAnswer[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse();
  }
  const orders: unknown =
    typeof parsed === "object" && parsed !== null && "format" in parsed && "orders" in parsed
      ? parsed.format === hubFormat && parsed.orders
      : undefined;
  if (!Array.isArray(orders) || orders.length > 1_000) return refuse();
  return orders.map((one: unknown) =>
    typeof one === "object" && one !== null ? toAnswer({ ...one }) : refuse(),
  );
};

/**
 * The hub's answers out of its file: the JSON that we sent with its states, or a table (.csv, .xlsx) with the columns no,
 * state, hubRef and note. @throws AppError `orders.hub_file` and those of the sheet reader
 */
export const readHubFile = async (bytes: Buffer): Promise<readonly HubAnswer[]> => {
  if (/^[\s\uFEFF]*\{/u.test(bytes.subarray(0, 64).toString("utf8")))
    return fromJson(bytes.toString("utf8").replace(/^\uFEFF/u, ""));
  const [head, ...rows] = await readSheetFile(bytes);
  const names = head?.cells.map((cell) => cell.trim()) ?? [];
  if (!names.includes("no") || !names.includes("state")) return refuse();
  return rows.map(({ cells }) =>
    toAnswer(Object.fromEntries(names.map((name, index) => [name, restoreCell(cells[index] ?? "")]))),
  );
};
