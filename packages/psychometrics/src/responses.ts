import { PsychometricsError } from "./errors.ts";
import { type Item, MAXIMUM_SCORE, maximumScore } from "./items.ts";

/** The item was not in the person's booklet (矩阵抽样): missing by design, always left out of the likelihood. */
export const NOT_PRESENTED = -1;

/** The item was shown and not answered (拒答、不知道): the caller says whether it counts as missing or as score 0. */
export const REFUSED = -2;

/**
 * Scores of persons × items, row-major: 0 … highest score, `NOT_PRESENTED` or `REFUSED`.
 * Made by `createResponses` or `parseResponses`, which check every cell.
 */
export type Responses = {
  readonly personCount: number;
  readonly itemIds: readonly string[];
  /** personCount × itemIds.length, row-major. */
  readonly scores: Int8Array;
};

/** What a refusal counts as: left out of the likelihood like an item not presented, or score 0. */
export type RefusalRule = "missing" | "zero";

const checkHeader = (personCount: number, itemIds: readonly string[]): void => {
  if (personCount === 0 || itemIds.length === 0)
    throw new PsychometricsError("psychometrics.responses_empty");
  const seen = new Set<string>();
  for (const item of itemIds) {
    if (seen.has(item)) throw new PsychometricsError("psychometrics.item_repeated", { item });
    seen.add(item);
  }
};

const checkRow = (row: number, given: number, expected: number): void => {
  if (given !== expected)
    throw new PsychometricsError("psychometrics.responses_shape", { row: row + 1, given, expected });
};

/**
 * Responses from rows of numbers: one row a person, one number an item; `null` is an item that was not presented.
 *
 * @example createResponses(["q1", "q2"], [[1, 0], [null, -2]]).scores; // => new Int8Array([1, 0, -1, -2])
 * @throws {PsychometricsError} psychometrics.responses_empty · responses_shape · response_not_numeric · response_out_of_range · item_repeated
 */
export const createResponses = (
  itemIds: readonly string[],
  rows: readonly (readonly (number | null)[])[],
): Responses => {
  checkHeader(rows.length, itemIds);
  const scores = new Int8Array(rows.length * itemIds.length);
  for (const [row, cells] of rows.entries()) {
    checkRow(row, cells.length, itemIds.length);
    for (const [column, cell] of cells.entries()) {
      const value = cell ?? NOT_PRESENTED;
      const place = { row: row + 1, column: column + 1, item: itemIds[column] ?? "" };
      if (typeof value !== "number" || Number.isNaN(value))
        throw new PsychometricsError("psychometrics.response_not_numeric", {
          ...place,
          value: String(value),
        });
      if (!Number.isInteger(value) || value < REFUSED || value > MAXIMUM_SCORE)
        throw new PsychometricsError("psychometrics.response_out_of_range", {
          ...place,
          value,
          most: MAXIMUM_SCORE,
        });
      scores[row * itemIds.length + column] = value;
    }
  }
  return { personCount: rows.length, itemIds, scores };
};

/**
 * Responses from the cells of a table of text. A cell is an integer score, one of `notPresented` (default: empty, `NA`)
 * or one of `refused` (default: none, so that an unknown code is refused with its row and column, never guessed).
 *
 * @example parseResponses(["q1", "q2"], [["1", ""], ["0", "99"]], { refused: ["99"] }).scores; // => new Int8Array([1, -1, 0, -2])
 * @throws {PsychometricsError} psychometrics.responses_empty · responses_shape · response_not_numeric · response_out_of_range · item_repeated
 */
export const parseResponses = (
  itemIds: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly notPresented?: readonly string[]; readonly refused?: readonly string[] } = {},
): Responses => {
  const notPresented = new Set(options.notPresented ?? ["", "NA"]);
  const refused = new Set(options.refused ?? []);
  const toScore = (text: string, row: number, column: number): number => {
    const cell = text.trim();
    if (refused.has(cell)) return REFUSED;
    if (notPresented.has(cell)) return NOT_PRESENTED;
    const place = { row: row + 1, column: column + 1, item: itemIds[column] ?? "", value: cell.slice(0, 20) };
    if (!/^[+-]?\d+(\.0*)?$/.test(cell))
      throw new PsychometricsError("psychometrics.response_not_numeric", place);
    const value = Number(cell);
    if (value < 0 || value > MAXIMUM_SCORE)
      throw new PsychometricsError("psychometrics.response_out_of_range", { ...place, most: MAXIMUM_SCORE });
    return value;
  };
  return createResponses(
    itemIds,
    rows.map((cells, row) => cells.map((cell, column) => toScore(cell, row, column))),
  );
};

/**
 * Refuses responses that do not belong to these items: other ids or order, or a score above an item's highest.
 *
 * @throws {PsychometricsError} psychometrics.items_mismatch · item_unknown · response_out_of_range
 */
export const checkResponsesFitItems = (responses: Responses, items: readonly Item[]): void => {
  const width = responses.itemIds.length;
  if (items.length !== width)
    throw new PsychometricsError("psychometrics.items_mismatch", { expected: items.length, given: width });
  for (const [column, item] of items.entries()) {
    if (item.id !== responses.itemIds[column])
      throw new PsychometricsError("psychometrics.item_unknown", { item: item.id });
    const most = maximumScore(item);
    for (let person = 0; person < responses.personCount; person += 1) {
      const value = Number(responses.scores[person * width + column]);
      if (value > most)
        throw new PsychometricsError("psychometrics.response_out_of_range", {
          row: person + 1,
          column: column + 1,
          item: item.id,
          value,
          most,
        });
    }
  }
};
