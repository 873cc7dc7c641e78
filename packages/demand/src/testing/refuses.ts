import assert from "node:assert/strict";
import { DemandError, type DemandErrorCode, describeDemandError } from "../index.ts";

/** Test support: work is refused with a code, and its sentence is whole. */
export const refuses = (code: DemandErrorCode, work: () => unknown): void => {
  assert.throws(work, (error) => {
    assert.ok(error instanceof DemandError);
    assert.equal(error.code, code);
    const sentence = describeDemandError(error);
    assert.ok(sentence.endsWith("。"));
    assert.doesNotMatch(sentence, /？|\{/u);
    return true;
  });
};
