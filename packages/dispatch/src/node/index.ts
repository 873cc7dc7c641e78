export { assignExactly, type ExactOptions } from "./exact.ts";
