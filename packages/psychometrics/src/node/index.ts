export { loadShadowSolver } from "./shadow-solver.ts";
