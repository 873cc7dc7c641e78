export { type ErrorValues, PsychometricsError, type PsychometricsErrorCode } from "./errors.ts";
export { checkItem, checkItems, type Item, MAXIMUM_SCORE, maximumScore } from "./items.ts";
export { describePsychometricsError } from "./messages.ts";
export {
  checkResponsesFitItems,
  createResponses,
  NOT_PRESENTED,
  parseResponses,
  REFUSED,
  type RefusalRule,
  type Responses,
} from "./responses.ts";
