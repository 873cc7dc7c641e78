export type { CommandIo } from "./command.ts";
export { describeLabError, LabError, type LabErrorCode } from "./errors.ts";
export { runLab } from "./run-lab.ts";
