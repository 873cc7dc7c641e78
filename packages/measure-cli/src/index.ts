export type { CommandIo } from "./command.ts";
export { toDesign } from "./design-file/read-design.ts";
export { type DesignFile, designSchema } from "./design-file/schema.ts";
export { MeasureError, type MeasureErrorCode } from "./errors.ts";
export { runMeasure } from "./run-measure.ts";
