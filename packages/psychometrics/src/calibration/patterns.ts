import { PsychometricsError } from "../errors.ts";
import { NOT_PRESENTED, REFUSED, type RefusalRule, type Responses } from "../responses.ts";

// Reads carry `!`: every index is bounded by the loop it stands in or was made by this file.
// Why blocks: 10,000 persons on 60 items are 10,000 different patterns, but on any 7 items at most 128. Likelihoods are
// made once for each pattern of a block, and a person multiplies 9 rows instead of 60.

/** Neighbouring items with the different patterns that occur on them. */
export type PatternBlock = {
  readonly firstItem: number;
  readonly itemCount: number;
  readonly patternCount: number;
  /** patternCount × itemCount: score, or −1 for missing. */
  readonly cells: Int8Array;
};

/** Responses collapsed: a unit is a group with a pattern of all items, with the weight of the persons who have it. */
export type PatternData = {
  readonly itemCount: number;
  readonly blocks: readonly PatternBlock[];
  readonly unitCount: number;
  /** blocks × units: pattern of the unit in the block. */
  readonly patternOfUnit: readonly Int32Array[];
  readonly weight: Float64Array;
  /** Sum of the squared weights of the unit's persons, for the sandwich. */
  readonly squaredWeight: Float64Array;
  readonly group: Int32Array;
  /** Unit of each person; −1 for a person without any answer. */
  readonly unitOfPerson: Int32Array;
  /** A person of each unit. */
  readonly personOfUnit: Int32Array;
  readonly groupCount: number;
};

const blockLimit = 128;

/** Items in a block: the product of so many probabilities keeps its figures. */
const blockItems = 16;

/** Scores with refusals resolved: score, or −1 for missing; persons × items. */
export const resolveRefusals = (responses: Responses, rule: RefusalRule): Int8Array => {
  const cells = responses.scores.slice();
  const refused = rule === "zero" ? 0 : NOT_PRESENTED;
  for (let place = 0; place < cells.length; place += 1) if (cells[place] === REFUSED) cells[place] = refused;
  return cells;
};

type Numbering = { readonly ids: Int32Array; readonly count: number };

/** Numbers the pairs (id, next) in the order of their first occurrence. */
const refine = ({ ids, count }: Numbering, next: (person: number) => number, most: number): Numbering => {
  const numberOf = count * most < 1 << 22 ? new Int32Array(count * most).fill(-1) : new Map<number, number>();
  const refined = new Int32Array(ids.length);
  let found = 0;
  for (let person = 0; person < ids.length; person += 1) {
    const key = ids[person]! * most + next(person);
    let id = numberOf instanceof Map ? (numberOf.get(key) ?? -1) : numberOf[key]!;
    if (id < 0) {
      id = found;
      found += 1;
      if (numberOf instanceof Map) numberOf.set(key, id);
      else numberOf[key] = id;
    }
    refined[person] = id;
  }
  return { ids: refined, count: found };
};

type Table = { readonly cells: Int8Array; readonly personCount: number; readonly itemCount: number };

const highestScoreAt = ({ cells, personCount, itemCount }: Table, item: number): number => {
  let highest = 0;
  for (let person = 0; person < personCount; person += 1)
    highest = Math.max(highest, cells[person * itemCount + item]!);
  return highest;
};

const buildBlock = (table: Table, firstItem: number): { block: PatternBlock; numbering: Numbering } => {
  const { cells, personCount, itemCount } = table;
  let numbering: Numbering = { ids: new Int32Array(personCount), count: 1 };
  let end = firstItem;
  while (end < itemCount && end - firstItem < blockItems) {
    const item = end;
    const refined = refine(
      numbering,
      (person) => cells[person * itemCount + item]! + 1,
      highestScoreAt(table, item) + 2,
    );
    if (end > firstItem && refined.count > blockLimit) break;
    numbering = refined;
    end += 1;
  }
  const width = end - firstItem;
  const patterns = new Int8Array(numbering.count * width);
  for (let person = 0; person < personCount; person += 1)
    for (let item = 0; item < width; item += 1)
      patterns[numbering.ids[person]! * width + item] = cells[person * itemCount + firstItem + item]!;
  return {
    block: { firstItem, itemCount: width, patternCount: numbering.count, cells: patterns },
    numbering,
  };
};

const hasAnswer = ({ cells, itemCount }: Table, person: number): boolean => {
  for (let item = 0; item < itemCount; item += 1) if (cells[person * itemCount + item]! >= 0) return true;
  return false;
};

/** What collapsing needs beside the cells: group and weight of each person. */
export type PersonSides = {
  readonly group: ArrayLike<number>;
  readonly groupCount: number;
  readonly weight: ArrayLike<number>;
};

/**
 * Collapses persons × items cells (score or −1) into units.
 *
 * @throws {PsychometricsError} psychometrics.responses_empty where nobody answered anything
 */
export const collapsePatterns = (cells: Int8Array, itemCount: number, sides: PersonSides): PatternData => {
  const table: Table = { cells, personCount: cells.length / itemCount, itemCount };
  const blocks: PatternBlock[] = [];
  const patternOfPerson: Int32Array[] = [];
  let whole: Numbering = {
    ids: Int32Array.from({ length: table.personCount }, (_, person) => sides.group[person]!),
    count: sides.groupCount,
  };
  for (let item = 0; item < itemCount;) {
    const { block, numbering } = buildBlock(table, item);
    blocks.push(block);
    patternOfPerson.push(numbering.ids);
    whole = refine(whole, (person) => numbering.ids[person]!, numbering.count);
    item += block.itemCount;
  }
  const unitOfId = new Int32Array(whole.count).fill(-1);
  const unitOfPerson = new Int32Array(table.personCount).fill(-1);
  const persons: number[] = [];
  for (let person = 0; person < table.personCount; person += 1) {
    const id = whole.ids[person]!;
    if (unitOfId[id]! < 0) {
      if (!hasAnswer(table, person)) continue;
      unitOfId[id] = persons.length;
      persons.push(person);
    }
    unitOfPerson[person] = unitOfId[id]!;
  }
  if (persons.length === 0) throw new PsychometricsError("psychometrics.responses_empty");
  const weight = new Float64Array(persons.length);
  const squaredWeight = new Float64Array(persons.length);
  for (let person = 0; person < table.personCount; person += 1) {
    const unit = unitOfPerson[person]!;
    if (unit < 0) continue;
    weight[unit] = weight[unit]! + sides.weight[person]!;
    squaredWeight[unit] = squaredWeight[unit]! + sides.weight[person]! ** 2;
  }
  return {
    itemCount,
    blocks,
    unitCount: persons.length,
    patternOfUnit: patternOfPerson.map((ids) => Int32Array.from(persons, (person) => ids[person]!)),
    weight,
    squaredWeight,
    group: Int32Array.from(persons, (person) => sides.group[person]!),
    unitOfPerson,
    personOfUnit: Int32Array.from(persons),
    groupCount: sides.groupCount,
  };
};
