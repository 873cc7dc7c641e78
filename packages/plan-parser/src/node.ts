export { decodeText } from "./node/decode-text.ts";
export { defaultLimits, type FileLimits } from "./node/limits.ts";
export { readPlanBytes, readPlanFile, type ReadOptions } from "./node/read-plan-file.ts";
export { type CommandIo, runPlanParse } from "./node/run-plan-parse.ts";
