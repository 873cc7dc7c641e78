import type { Combination } from "../combination.ts";
import { RecommenderError } from "../errors.ts";
import type { ModelState, NumberArray, Scorer } from "../models/scorer.ts";
import { restoreScorer } from "./restore-scorer.ts";

/** What was trained, with the item ids whose places the models speak of. */
export type TrainedModels = {
  readonly items: readonly string[];
  readonly scorers: readonly Scorer[];
  readonly combination?: Combination;
  readonly combinationWithoutHistory?: Combination;
};

const magic = "KEPUREC1";
const arrayTypes = { f64: Float64Array, f32: Float32Array, i32: Int32Array } as const;
type ArrayType = keyof typeof arrayTypes;
type ArrayHeader = { readonly name: string; readonly type: ArrayType; readonly length: number };
type ModelHeader = {
  readonly kind: ModelState["kind"];
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: readonly ArrayHeader[];
};
type CombinationHeader = {
  readonly components: readonly string[];
  readonly weights: readonly number[];
  readonly intercept: number;
};
type Header = {
  readonly items: readonly string[];
  readonly models: readonly ModelHeader[];
  readonly combination?: CombinationHeader;
  readonly combinationWithoutHistory?: CombinationHeader;
};

const typeOf = (array: NumberArray): ArrayType =>
  array instanceof Float64Array ? "f64" : array instanceof Float32Array ? "f32" : "i32";
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** FNV-1a over 32-bit words: finds damage by accident, not by intent. */
const checksum = (bytes: Uint8Array): number => {
  let hash = 0x81_1c_9d_c5;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  for (const word of words) hash = Math.imul(hash ^ word, 0x01_00_01_93) >>> 0;
  return hash;
};

const unreadable = (reason: string, cause?: unknown): RecommenderError =>
  new RecommenderError("recommender.snapshot_unreadable", { reason }, { cause });

const stateOf = (scorer: Scorer): ModelState => {
  if (scorer.state === undefined)
    throw new RecommenderError("recommender.model_without_state", { name: scorer.name });
  return scorer.state;
};

const toHeader = ({ components, weights, intercept }: Combination): CombinationHeader => ({
  components,
  weights: [...weights],
  intercept,
});

/**
 * Trained models as bytes: a header in JSON, then the arrays as they stand in memory (little-endian, each from a multiple
 * of 8), then a checksum. The interactions are not in it; nobody's history is, but for the graph filter, which holds who had
 * what by number.
 *
 * @throws RecommenderError `model_without_state` for a scorer that is not of this package
 * @example toSnapshot({ items: [], scorers: [] }).length; // => 48
 */
export const toSnapshot = (trained: TrainedModels): Uint8Array => {
  const states = trained.scorers.map(stateOf);
  const arrays = states.flatMap((state) => Object.values(state.arrays));
  const header: Header = {
    items: trained.items,
    models: states.map(({ kind, numbers, arrays: own }) => ({
      kind,
      numbers,
      arrays: Object.entries(own).map(([name, array]) => ({
        name,
        type: typeOf(array),
        length: array.length,
      })),
    })),
    ...(trained.combination === undefined ? {} : { combination: toHeader(trained.combination) }),
    ...(trained.combinationWithoutHistory === undefined
      ? {}
      : { combinationWithoutHistory: toHeader(trained.combinationWithoutHistory) }),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const body = arrays.reduce((sum, array) => sum + padded(array.byteLength), 0);
  const bytes = new Uint8Array(16 + padded(text.length) + body + 8);
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, text.length, true);
  bytes.set(text, 16);
  let at = 16 + padded(text.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  view.setUint32(at, checksum(bytes.subarray(0, at)), true);
  return bytes;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => Number.isFinite(one));
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isCombination = (value: unknown): value is CombinationHeader | undefined =>
  value === undefined ||
  (isObject(value) &&
    isTexts(value["components"]) &&
    isNumbers(value["weights"]) &&
    value["weights"].length === value["components"].length &&
    Number.isFinite(value["intercept"]));

const isArrayHeader = (value: unknown): value is ArrayHeader =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  Object.hasOwn(arrayTypes, String(value["type"])) &&
  Number.isSafeInteger(value["length"]) &&
  Number(value["length"]) >= 0;

const isModel = (value: unknown): value is ModelHeader =>
  isObject(value) &&
  typeof value["kind"] === "string" &&
  isObject(value["numbers"]) &&
  isNumbers(Object.values(value["numbers"])) &&
  Array.isArray(value["arrays"]) &&
  value["arrays"].every(isArrayHeader);

const isHeader = (value: unknown): value is Header =>
  isObject(value) &&
  isTexts(value["items"]) &&
  Array.isArray(value["models"]) &&
  value["models"].every(isModel) &&
  isCombination(value["combination"]) &&
  isCombination(value["combinationWithoutHistory"]);

const readHeader = (bytes: Uint8Array): { readonly header: Header; readonly at: number } => {
  if (bytes.length < 24 || bytes.length % 8 !== 0) throw unreadable("长度不对");
  if (new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) throw unreadable("不是模型快照");
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(8, true);
  const end = bytes.length - 8;
  if (16 + padded(length) > end) throw unreadable("长度不对");
  if (view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) throw unreadable("内容已损坏");
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(16, 16 + length)));
  } catch (cause) {
    throw unreadable("说明部分已损坏", cause);
  }
  if (!isHeader(header)) throw unreadable("说明部分不完整");
  return { header, at: 16 + padded(length) };
};

const toCombination = ({ components, weights, intercept }: CombinationHeader): Combination => ({
  components,
  weights: Float64Array.from(weights),
  intercept,
});

/**
 * The models of a snapshot; they give the scores that they gave before, to the bit.
 *
 * @param bytes what {@link toSnapshot} made; copied
 * @throws RecommenderError `snapshot_unreadable` with the reason: another file, cut off, damaged, of another shape
 * @example fromSnapshot(toSnapshot({ items: ["a"], scorers: [] })).items; // => ["a"]
 */
export const fromSnapshot = (bytes: Uint8Array): TrainedModels => {
  const own = bytes.slice(); // so that arrays begin at multiples of 8
  const { header, at: first } = readHeader(own);
  const end = own.length - 8;
  let at = first;
  const scorers = header.models.map(({ kind, numbers, arrays }) => {
    const read: Record<string, NumberArray> = {};
    for (const { name, type, length } of arrays) {
      const Type = arrayTypes[type];
      if (at + length * Type.BYTES_PER_ELEMENT > end) throw unreadable("长度不对");
      read[name] = new Type(own.buffer, at, length);
      at += padded(length * Type.BYTES_PER_ELEMENT);
    }
    const scorer = restoreScorer({ kind, numbers, arrays: read });
    if (scorer?.items !== header.items.length) throw unreadable(`模型 ${kind} 的内容对不上`);
    return scorer;
  });
  if (at !== end) throw unreadable("长度不对");
  const { combination, combinationWithoutHistory } = header;
  return {
    items: header.items,
    scorers,
    ...(combination === undefined ? {} : { combination: toCombination(combination) }),
    ...(combinationWithoutHistory === undefined
      ? {}
      : { combinationWithoutHistory: toCombination(combinationWithoutHistory) }),
  };
};
