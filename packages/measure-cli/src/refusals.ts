import { NumericsError } from "@kepu/numerics";
import { describePsychometricsError, PsychometricsError } from "@kepu/psychometrics";
import { SurveyError } from "@kepu/survey-statistics";
import { MeasureError } from "./errors.ts";

/** The sentence of an expected refusal of any library; undefined for a fault of ours. */
export const sentenceOf = (error: unknown): string | undefined => {
  const counted = (values: object, sentence: string): string =>
    "row" in values ? `${sentence}（行号是数据记录的次序，不数表头）` : sentence;
  if (error instanceof PsychometricsError) return counted(error.values, describePsychometricsError(error));
  if (error instanceof SurveyError) return counted(error.values, error.message);
  if (error instanceof MeasureError || error instanceof NumericsError) return error.message;
  return undefined;
};
