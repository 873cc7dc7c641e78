export { coverage, type Coverage } from "./coverage.ts";
export { PlanError, type PlanErrorCode } from "./errors.ts";
export { describeDiagnostic, describePlanError } from "./messages.ts";
export { formatChineseNumber, parseChineseNumber } from "./numerals.ts";
export { parsePlan } from "./parse-plan.ts";
export { toStructureTree } from "./print-tree.ts";
export type {
  Comparison,
  DateMention,
  Diagnostic,
  DiagnosticCode,
  DocumentNumber,
  Enumeration,
  Figure,
  FrequencyUnit,
  Furniture,
  LineRange,
  NodeKind,
  Numbering,
  NumberingScheme,
  ParseOptions,
  PlanDocument,
  PlanNode,
  Reference,
  Responsibility,
  Sentence,
  SentenceRole,
  Statistics,
  Target,
  Validity,
} from "./types.ts";
export { listNodes, listSentences } from "./walk.ts";
