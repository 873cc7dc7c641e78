import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";

/**
 * The fit statistics here are defined for one group that answered the calibrated items.
 *
 * @throws {PsychometricsError} psychometrics.items_mismatch · groups_mismatch
 */
export const requireOneGroup = (calibration: Calibration, responses: Responses): void => {
  if (responses.itemIds.length !== calibration.items.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: calibration.items.length,
      given: responses.itemIds.length,
    });
  if (calibration.groups.length !== 1)
    throw new PsychometricsError("psychometrics.groups_mismatch", {
      row: 1,
      value: calibration.groups.length,
      most: 0,
    });
};
