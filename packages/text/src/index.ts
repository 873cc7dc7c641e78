export { gramRarity } from "./gram-rarity.ts";
export {
  askMeaning,
  createMeaningIndex,
  type Embedder,
  fuseRankings,
  type MeaningIndex,
  type MeaningUse,
  type NearText,
  searchWithMeaning,
} from "./embeddings.ts";
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
export {
  createSegmenter,
  type Keyword,
  keywords,
  type Segmenter,
  type Word,
  wordCount,
  words,
} from "./words.ts";
export { type FieldOptions, type SearchDocument, type SearchIndexOptions } from "./index-state.ts";
export { readChineseNumeral, writeChineseNumeral } from "./numerals.ts";
export { type ParsedQuery, parseQuery } from "./query.ts";
export {
  createRanker,
  type RankedScore,
  type Ranker,
  type RankField,
  type RankTerm,
  type RankWeights,
  usualWeights,
} from "./rank.ts";
export { inverseFrequency } from "./query-terms.ts";
export { type SearchHit, type SearchOptions, type SimilarDocument, type SimilarOptions } from "./search.ts";
export {
  createSearchIndex,
  type Relaxation,
  restoreSearchIndex,
  type SearchIndex,
  type SearchResult,
} from "./search-index.ts";
export { findHighlights, highlight, type HighlightSegment, type TextRange } from "./highlights.ts";
export {
  candidateSql,
  collectionSql,
  countTokensSql,
  createReranker,
  queryTokens,
  readFacts,
  type CollectionFacts,
  type DatabaseCandidate,
  rerank,
  type Reranker,
  searchTokens,
  type SearchTable,
  type SqlFragment,
  tokenIndexSql,
  type VersionedCandidate,
} from "./database-search.ts";
export {
  type Correction,
  createSuggester,
  type Suggester,
  type Suggestion,
  type SuggestionEntry,
} from "./suggestions.ts";
