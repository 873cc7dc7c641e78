import loadModule, { type LegacyHighs } from "highs";
import type { Board } from "../board.ts";
import { DispatchError } from "../errors.ts";
import { compileBoard, costOf } from "../model.ts";
import { parseBoard } from "../parse-board.ts";
import { type Plan, toPlan } from "../plan.ts";
import { toProgram } from "./program.ts";

// The package's types describe its CommonJS face, where the loader is `module.exports.default`; its ES module, which Node
// takes here, exports the loader itself (the test of this file would fail otherwise).
const loadHighs = loadModule as unknown as () => Promise<LegacyHighs>;

export type ExactOptions = {
  /** Seconds the solver may take; 60 where it is left out. */
  readonly seconds?: number;
};

/**
 * The best plan by HiGHS (Huangfu & Hall 2018; WebAssembly), proven: its bound is its cost. The allocation rule's boost is not
 * applied. It reads its program from the package's folder, hence behind the `./node` door.
 *
 * @throws {DispatchError} dispatch.not_solved where the time was too short, and those of `assignBoard`
 */
export const assignExactly = async (board: Board, options: ExactOptions = {}): Promise<Plan> => {
  const model = compileBoard(parseBoard(board), { weakBoost: 1 });
  const choice = new Int32Array(model.partOrder.length).fill(-1);
  if (choice.length > 0) {
    const highs = await loadHighs();
    const solution = highs.solve(toProgram(model), {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0.5, // costs are whole numbers
      time_limit: options.seconds ?? 60,
      threads: 1,
    });
    if (solution.Status !== "Optimal") throw new DispatchError("dispatch.not_solved");
    for (let part = 0; part < choice.length; part += 1)
      for (let arc = model.arcStart[part] ?? 0; arc < (model.arcStart[part + 1] ?? 0); arc += 1)
        if ((solution.Columns[`x${arc}`]?.Primal ?? 0) > 0.5) choice[part] = arc;
  }
  return toPlan(model, choice, { bound: costOf(model, choice), weakAreaBoost: 1 });
};
