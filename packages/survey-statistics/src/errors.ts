import { type AreaErrorCode, areaErrorSentences } from "./area-errors.ts";
import { type DesignErrorCode, designErrorSentences } from "./design-errors.ts";

/** Every way in which this package refuses its input. The set is closed; each part of the package keeps its own codes. */
export type SurveyErrorCode = AreaErrorCode | DesignErrorCode;

const sentences: Readonly<Record<SurveyErrorCode, string>> = {
  ...areaErrorSentences,
  ...designErrorSentences,
};

/** The sentence of a code with its values filled in. */
const describe = (code: SurveyErrorCode, values: Readonly<Record<string, string | number>>): string =>
  sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/**
 * The only error this package throws on purpose. `message` is a Chinese sentence that says what is wrong and what to
 * do; `values` are what the sentence names.
 *
 * @example new SurveyError("too-few-areas", { areas: 2, columns: 1 }).code; // => "too-few-areas"
 */
export class SurveyError extends Error {
  override readonly name = "SurveyError";
  readonly code: SurveyErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: SurveyErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(describe(code, values), options);
    this.code = code;
    this.values = values;
  }
}
