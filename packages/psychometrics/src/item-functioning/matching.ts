import { resolveRefusals } from "../calibration/patterns.ts";
import { PsychometricsError } from "../errors.ts";
import type { RefusalRule, Responses } from "../responses.ts";
import { checkNumber } from "../scoring/population.ts";

// Reads carry `!`: indices are bounded by persons and items.

/** What every comparison of two groups at equal ability is told. */
export type DifOptions = {
  /** One number a person: 0 for the reference group, 1 for the focal group (the one an item may be unfair to). */
  readonly focal: ArrayLike<number>;
  /** Items whose sum is the matching score; the item judged always counts too. Default all items. */
  readonly anchor?: readonly string[];
  /** A matching variable instead of the sum (whole numbers, such as a booklet's score); then items may be missing. */
  readonly matching?: ArrayLike<number>;
  /** Take flagged items out of the matching score and judge again, until the same items are flagged. Default false. */
  readonly purify?: boolean;
  /** Most rounds of purification; default 10. */
  readonly purificationSteps?: number;
  /** Level at which an item is flagged; default 0.05. */
  readonly significance?: number;
  /** What a refusal counts as; default `missing`. */
  readonly refusals?: RefusalRule;
};

/** Why an item could not be judged: an error of this package, not thrown, so that the other items are. */
export type NotJudged = { readonly id: string; readonly judged: false; readonly error: PsychometricsError };

/** How the matching score was cleaned: the items flagged in each round, the first with all anchors. */
export type Purification = {
  readonly rounds: readonly (readonly string[])[];
  /** False where the last two rounds flagged different items (a loop, or too few rounds). */
  readonly converged: boolean;
};

/** One comparison over all items. */
export type DifResult<Row> = {
  readonly items: readonly (Row | NotJudged)[];
  /** Ids of the flagged items, in the order of the columns. */
  readonly flagged: readonly string[];
  /** Absent where it was not asked for. */
  readonly purification: Purification | undefined;
};

/** Checked data of a comparison. */
export type DifData = {
  readonly itemIds: readonly string[];
  readonly personCount: number;
  /** Score or −1 for missing; persons × items. */
  readonly cells: Int8Array;
  /** 0 for the reference group, 1 (or the number of one of several) for a focal group. */
  readonly focal: Uint8Array;
  /** 1 where an item belongs to the matching score before purification. */
  readonly anchor: Uint8Array;
  readonly matching: Float64Array | undefined;
};

/** Every person belongs to a group 0 … `most`, and every group has persons. */
export const checkGroups = (personCount: number, groups: ArrayLike<number>, most: number): Uint8Array => {
  for (let person = 0; person < Math.max(personCount, groups.length); person += 1) {
    const value = Number(groups[person]);
    if (person >= personCount || !(Number.isInteger(value) && value >= 0 && value <= most))
      throw new PsychometricsError("psychometrics.groups_mismatch", {
        row: person + 1,
        value: String(groups[person]),
        most,
      });
  }
  const checked = Uint8Array.from(groups);
  for (let group = 0; group <= most; group += 1)
    if (!checked.includes(group))
      throw new PsychometricsError("psychometrics.group_empty", { group: group + 1 });
  return checked;
};

/** Groups that the numbers name, at least two; wrong numbers are left to the check, and more than 51 groups are wrong. */
export const countGroups = (groups: ArrayLike<number>): number => {
  let highest = 1;
  for (let person = 0; person < groups.length; person += 1)
    highest = Math.min(50, Math.max(highest, Math.ceil(Number(groups[person])) || 0));
  return highest + 1;
};

/** Items that are flagged as matching items, by id. */
export const anchorFlags = (
  itemIds: readonly string[],
  anchor: readonly string[] | undefined,
): Uint8Array => {
  if (anchor === undefined) return new Uint8Array(itemIds.length).fill(1);
  const flags = new Uint8Array(itemIds.length);
  for (const id of anchor) {
    const index = itemIds.indexOf(id);
    if (index < 0) throw new PsychometricsError("psychometrics.item_unknown", { item: id });
    flags[index] = 1;
  }
  if (anchor.length === 0) throw new PsychometricsError("psychometrics.items_empty");
  return flags;
};

/** Checks groups, anchors and completeness. A sum over missing items would match the wrong persons: it is refused. */
export const prepareDif = (
  responses: Responses,
  options: DifOptions,
  {
    statistic,
    dichotomous,
    highestGroup = 1,
  }: { readonly statistic: string; readonly dichotomous: boolean; readonly highestGroup?: number },
): DifData => {
  const { personCount, itemIds } = responses;
  const focal = checkGroups(personCount, options.focal, highestGroup);
  checkNumber("significance", options.significance ?? 0.05, { least: 1e-12, most: 0.999 });
  checkNumber("purificationSteps", options.purificationSteps ?? 10, { least: 1, most: 1000 });
  const cells = resolveRefusals(responses, options.refusals ?? "missing");
  const matching = options.matching === undefined ? undefined : Float64Array.from(options.matching);
  if (matching !== undefined) {
    if (matching.length !== personCount)
      throw new PsychometricsError("psychometrics.matching_invalid", {
        row: Math.min(matching.length, personCount) + 1,
        value: `${matching.length} 个`,
      });
    const wrong = matching.findIndex((value) => !Number.isInteger(value));
    if (wrong >= 0)
      throw new PsychometricsError("psychometrics.matching_invalid", {
        row: wrong + 1,
        value: String(matching[wrong]),
      });
  }
  for (let person = 0; person < personCount; person += 1)
    for (let item = 0; item < itemIds.length; item += 1) {
      const cell = cells[person * itemIds.length + item]!;
      if (cell < 0 && matching === undefined)
        throw new PsychometricsError("psychometrics.responses_incomplete", {
          statistic,
          row: person + 1,
          item: itemIds[item]!,
        });
      if (cell > 1 && dichotomous)
        throw new PsychometricsError("psychometrics.response_out_of_range", {
          row: person + 1,
          column: item + 1,
          item: itemIds[item]!,
          value: cell,
          most: 1,
        });
    }
  return { itemIds, personCount, cells, focal, anchor: anchorFlags(itemIds, options.anchor), matching };
};

/** Persons at each matching score: right and wrong answers to the item in both groups; those without an answer left out. */
export type Stratum = {
  readonly score: number;
  readonly referenceRight: number;
  readonly referenceWrong: number;
  readonly focalRight: number;
  readonly focalWrong: number;
};

/**
 * Right and wrong answers to one item by matching score, lowest first: `[right, wrong]` of group 0, then of group 1 and so on. The
 * item counts in its own matching score (Holland & Thayer 1988).
 */
export const countByScore = (
  data: DifData,
  item: number,
  { anchor, groups }: { readonly anchor: Uint8Array; readonly groups: number },
): (readonly [number, Float64Array])[] => {
  const { cells, focal, matching } = data;
  const width = data.itemIds.length;
  const counts = new Map<number, Float64Array>();
  for (let person = 0; person < data.personCount; person += 1) {
    const row = person * width;
    const cell = cells[row + item]!;
    if (cell < 0) continue;
    let score = 0;
    if (matching !== undefined) score = matching[person]!;
    else
      for (let other = 0; other < width; other += 1)
        if (anchor[other] === 1 || other === item) score += cells[row + other]!;
    let stratum = counts.get(score);
    if (stratum === undefined) {
      stratum = new Float64Array(2 * groups);
      counts.set(score, stratum);
    }
    stratum[2 * focal[person]! + (1 - cell)]! += 1;
  }
  return [...counts].toSorted(([one], [other]) => one - other);
};

/** The strata of one item in two groups, lowest score first. */
export const strataOf = (data: DifData, item: number, anchor: Uint8Array): Stratum[] =>
  countByScore(data, item, { anchor, groups: 2 }).map(
    ([score, [referenceRight = 0, referenceWrong = 0, focalRight = 0, focalWrong = 0]]) => ({
      score,
      referenceRight,
      referenceWrong,
      focalRight,
      focalWrong,
    }),
  );

/** The error of an item, where it is one that concerns only this item. */
export const toNotJudged = (id: string, error: unknown): NotJudged => {
  if (!(error instanceof PsychometricsError) || error.code === "psychometrics.aborted") throw error;
  return { id, judged: false, error };
};

/**
 * Judges all items, and again without the flagged ones in the matching score where purification is asked for
 * (Holland & Thayer 1988; the rounds and their end are those of difR).
 */
export const judgeItems = <Row extends { readonly id: string; readonly judged: true }>(
  data: { readonly itemIds: readonly string[]; readonly anchor: Uint8Array },
  options: Pick<DifOptions, "purify" | "purificationSteps">,
  {
    judge,
    isFlagged,
  }: {
    readonly judge: (item: number, anchor: Uint8Array) => Row;
    readonly isFlagged: (row: Row) => boolean;
  },
): DifResult<Row> => {
  const round = (anchor: Uint8Array) => {
    const items = data.itemIds.map((id, item): Row | NotJudged => {
      try {
        return judge(item, anchor);
      } catch (error) {
        return toNotJudged(id, error);
      }
    });
    return { items, flagged: items.filter((row) => row.judged && isFlagged(row)).map(({ id }) => id) };
  };
  let now = round(data.anchor);
  if (options.purify !== true) return { ...now, purification: undefined };
  const rounds = [now.flagged];
  let converged = now.flagged.length === 0;
  const most = options.purificationSteps ?? 10;
  while (!converged && rounds.length <= most) {
    const before = now.flagged;
    const anchor = data.anchor.map((flag, item) => (before.includes(data.itemIds[item]!) ? 0 : flag));
    now = round(anchor);
    rounds.push(now.flagged);
    converged = before.length === now.flagged.length && before.every((id) => now.flagged.includes(id));
  }
  return { ...now, purification: { rounds, converged } };
};
