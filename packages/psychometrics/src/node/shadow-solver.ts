import loadModule, { type LegacyHighs } from "highs";
import type { ProgramSolver } from "../adaptive/rules.ts";

// The package's types describe its CommonJS face, where the loader is `module.exports.default`; its ES module, which Node
// takes here, exports the loader itself (the test of this file would fail otherwise).
const loadHighs = loadModule as unknown as () => Promise<LegacyHighs>;

/**
 * Loads HiGHS (Huangfu & Hall 2018; WebAssembly) as the solver of shadow tests. It reads its program from the package's
 * folder, hence behind the `./node` door; solving itself is synchronous and without I/O.
 */
export const loadShadowSolver = async (): Promise<ProgramSolver> => {
  const highs = await loadHighs();
  return (program) => {
    const solution = highs.solve(program, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
    if (solution.Status !== "Optimal") return undefined;
    return new Map(Object.entries(solution.Columns).map(([name, { Primal: value }]) => [name, value]));
  };
};
