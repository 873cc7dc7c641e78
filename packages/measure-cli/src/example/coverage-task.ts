import { createDistrict } from "./district.ts";
import { prepareField, type SurveyField, surveyOnce } from "./draw-survey.ts";

/** A run of surveys of one synthetic district. */
export type CoverageTask = {
  readonly district: string;
  readonly from: number;
  readonly to: number;
  readonly measured: boolean;
};

/** Share of the intervals of each survey that hold the truth. */
export type SurveyCoverage = {
  readonly district: number;
  readonly audience: number;
  readonly street: number;
};

const fields = new Map<string, SurveyField>();

const fieldOf = (seed: string): SurveyField => {
  const found = fields.get(seed) ?? prepareField(createDistrict(seed));
  fields.set(seed, found);
  return found;
};

/** Runs in the process or in a worker; the numbers are the same. */
export const run = ({ district, from, to, measured }: CoverageTask): SurveyCoverage[] =>
  Array.from({ length: to - from }, (_, k) => {
    const intervals = surveyOnce(fieldOf(district), {
      seed: `survey ${district} ${from + k}`,
      measured,
    });
    const held = (what: string): number => {
      const own = intervals.filter((one) => one.what === what);
      return own.filter(({ lower, upper, truth }) => lower <= truth && truth <= upper).length / own.length;
    };
    return { district: held("district"), audience: held("audience"), street: held("street") };
  });
