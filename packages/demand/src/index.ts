export type { Message, MessageSource } from "./messages.ts";
export { DemandError, type DemandErrorCode } from "./errors.ts";
export { describeDemandError } from "./describe-error.ts";
