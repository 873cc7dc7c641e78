import type { Assignment, Board, Rules } from "./board.ts";
import { usualRules } from "./board.ts";
import { DispatchError } from "./errors.ts";

type Fields = Readonly<Record<string, unknown>>;

const refuse = (field: string, wanted: string): never => {
  throw new DispatchError("dispatch.field_invalid", { field, wanted });
};

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toFields = (value: unknown, field: string): Fields =>
  isFields(value) ? value : refuse(field, "一个对象");
const toList = (value: unknown, field: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse(field, "一个列表");

const checkText = (value: unknown, field: string): string =>
  typeof value === "string" && value !== "" && value.isWellFormed() ? value : refuse(field, "不空的文字");
const checkTexts = (value: unknown, field: string): readonly string[] =>
  toList(value, field).map((one, index) => checkText(one, `${field}[${index}]`));
const checkNumber = (value: unknown, field: string, range: { least: number; most: number }): number =>
  typeof value === "number" && value >= range.least && value <= range.most
    ? value
    : refuse(field, `${range.least} 到 ${range.most} 的数`);
const checkWhole = (value: unknown, field: string, range: { least: number; most: number }): number =>
  Number.isInteger(value)
    ? checkNumber(value, field, range)
    : refuse(field, `${range.least} 到 ${range.most} 的整数`);
const checkCounts = (value: unknown, field: string): void => {
  for (const [key, count] of Object.entries(toFields(value, field)))
    checkWhole(count, `${field}.${key}`, { least: 0, most: 1_000_000 });
};
const checkPlace = (value: unknown, field: string): void => {
  const fields = toFields(value, field);
  for (const axis of ["east", "north"])
    checkNumber(fields[axis], `${field}.${axis}`, { least: -1e7, most: 1e7 });
};
const checkEffort = (value: unknown, field: string): void => {
  if (value !== "light" && value !== "normal") refuse(field, "light 或 normal");
};

type Check = (value: unknown, field: string) => unknown;

const whole =
  (least: number, most: number): Check =>
  (value, field) =>
    checkWhole(value, field, { least, most });
const number =
  (least: number, most: number): Check =>
  (value, field) =>
    checkNumber(value, field, { least, most });
const flag: Check = (value, field) => (typeof value === "boolean" ? value : refuse(field, "true 或 false"));

/** Fields that may be left out. A name outside the list is refused: a mistyped one must not pass in silence. */
const checkFields = (fields: Fields, at: string, known: Readonly<Record<string, Check>>): void => {
  for (const [name, value] of Object.entries(fields)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) return refuse(`${at}.${name}`, `下列之一：${Object.keys(known).join("、")}`);
    if (value !== undefined) check(value, `${at}.${name}`);
  }
};

const need = { kind: checkText, skills: checkCounts, badges: checkTexts, languages: checkTexts };
const needFields = { ...need, people: whole(1, 1000), effort: checkEffort };
const orderFields = {
  id: checkText,
  slots: checkTexts,
  area: checkText,
  at: checkPlace,
  zone: checkText,
  priority: whole(1, 5),
  isWeakArea: flag,
  refusedBy: checkTexts,
  lessFitting: checkCounts,
  needs: (value: unknown, field: string): void => {
    const needs = toList(value, field);
    if (needs.length < 1 || needs.length > 2) refuse(field, "一项或两项需要");
    for (const [index, one] of needs.entries())
      checkFields(toFields(one, `${field}[${index}]`), `${field}[${index}]`, needFields);
  },
};
const teamFields = {
  id: checkText,
  kind: checkText,
  skills: checkCounts,
  badges: checkCounts,
  languages: checkTexts,
  people: whole(0, 100_000),
  effort: checkEffort,
  areas: checkTexts,
  at: checkPlace,
  zone: checkText,
  radiusMinutes: number(0, 100_000),
  slots: checkTexts,
  capacity: whole(0, 1000),
  busy: checkCounts,
  most: whole(0, 100_000),
  recent: whole(0, 100_000),
};
const minutes = whole(0, 100_000);
const ruleFields: Readonly<Record<keyof Rules, Check>> = {
  travelSpeedKmh: number(1, 1000),
  detour: number(1, 10),
  otherZoneMinutes: minutes,
  fairnessMinutes: minutes,
  spareLevelMinutes: minutes,
  unservedMinutes: minutes,
  weakAreaFactor: number(1, 100),
  weakAreaShare: number(0, 1),
  changeMinutes: minutes,
};
const assignmentFields = { order: checkText, slot: checkText, teams: checkTexts };

const checkRows = (
  value: unknown,
  field: string,
  rows: { readonly known: Readonly<Record<string, Check>>; readonly needed: readonly string[]; id: string },
): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const [index, row] of toList(value, field).entries()) {
    const at = `${field}[${index}]`;
    const fields = toFields(row, at);
    for (const name of rows.needed) if (fields[name] === undefined) refuse(`${at}.${name}`, "有值，不能缺");
    checkFields(fields, at, rows.known);
    const id = checkText(fields[rows.id], `${at}.${rows.id}`);
    if (ids.has(id)) throw new DispatchError("dispatch.id_repeated", { field, id });
    ids.add(id);
  }
  return ids;
};

/**
 * Assignments as they come from a file: the order, the half day and the teams of each.
 *
 * @throws {DispatchError} dispatch.field_invalid, id_repeated
 * @example parseAssignments([{ order: "o", slot: "d/am", teams: ["t"] }]).length; // => 1
 */
export const parseAssignments = (value: unknown): readonly Assignment[] => {
  checkRows(value, "assignments", {
    known: assignmentFields,
    needed: ["order", "slot", "teams"],
    id: "order",
  });
  return value as readonly Assignment[]; // every field was checked above
};

/**
 * A board as it comes from a file or a caller, checked field by field; names that are not known are refused.
 *
 * @throws {DispatchError} dispatch.field_invalid, id_repeated, id_unknown, pair_kinds_equal
 * @example parseBoard({ orders: [], teams: [] }); // => { orders: [], teams: [] }
 */
export const parseBoard = (value: unknown): Board => {
  const fields = toFields(value, "board");
  checkFields(fields, "board", {
    orders: toList,
    teams: toList,
    previous: toList,
    rules: (rules, field) => checkFields(toFields(rules, field), field, ruleFields),
  });
  const orders = checkRows(fields["orders"], "orders", {
    known: orderFields,
    needed: ["id", "slots", "needs"],
    id: "id",
  });
  const teams = checkRows(fields["teams"], "teams", {
    known: teamFields,
    needed: ["id", "kind", "slots"],
    id: "id",
  });
  const board = value as Board; // every field was checked above
  for (const { id, needs } of board.orders) {
    const [lead, other] = needs;
    if (other === undefined) continue;
    if (lead?.kind === undefined || other.kind === undefined || lead.kind === other.kind)
      throw new DispatchError("dispatch.pair_kinds_equal", { id });
  }
  const needsOf = new Map(board.orders.map((order) => [order.id, order.needs.length]));
  if (fields["previous"] !== undefined)
    for (const { order, teams: stood } of parseAssignments(fields["previous"])) {
      if (!orders.has(order))
        throw new DispatchError("dispatch.id_unknown", { field: "previous", id: order });
      // A team that left since then is no error: its orders are what is replanned.
      if (stood.length !== needsOf.get(order)) refuse(`previous.${order}.teams`, "每项需要一支队伍");
    }
  for (const { id, refusedBy, lessFitting } of board.orders)
    for (const [field, named] of [
      ["refusedBy", refusedBy ?? []],
      ["lessFitting", Object.keys(lessFitting ?? {})],
    ] as const)
      for (const team of named)
        if (!teams.has(team))
          throw new DispatchError("dispatch.id_unknown", { field: `orders.${id}.${field}`, id: team });
  return board;
};

/** The rules of a board, with the usual ones where they are left out. */
export const rulesOf = (board: Board): Rules => ({ ...usualRules, ...board.rules });
