export { TextError, type TextErrorCode, type TextErrorValues } from "./errors.ts";
export { characterGrams, type Gram } from "./grams.ts";
export { hash32 } from "./hashing.ts";
export { describeTextError } from "./messages.ts";
export {
  bandKeys,
  estimateJaccard,
  hammingDistance,
  minHash,
  type MinHashOptions,
  simHash,
} from "./near-duplicates.ts";
export {
  decodeUtf8,
  normalise,
  type NormalisedText,
  type NormaliseOptions,
  originalRange,
} from "./normalise.ts";
export { editDistance, foldPinyin, pinyin, type Pinyin, pinyinDistance } from "./pinyin.ts";
export { toSimplified } from "./script.ts";
export { type Unit, units, scanUnits, type UnitVisitor } from "./units.ts";
export { createSegmenter, type Keyword, keywords, type Segmenter, type Word, words } from "./words.ts";
