import { assignBoard, parseBoard } from "@kepu/dispatch";
import type { Command } from "../command.ts";
import { readJson, writeAnswer } from "../files.ts";

export const dispatchRun: Command = {
  name: "dispatch run",
  usage: "kepu-lab dispatch run --instance i.json --out a.json",
  required: ["instance", "out"],
  optional: ["seed"],
  run: async (values, io) => {
    const input = values.get("instance") ?? "";
    const plan = assignBoard(parseBoard(await readJson(input)));
    await writeAnswer(values.get("out") ?? "", `${JSON.stringify(plan)}\n`, [input]);
    io.stderr(
      `已派 ${plan.assignments.length} 单，未派 ${plan.outranked.length + plan.gaps.length} 单（其中无人能接 ${plan.gaps.length}），与最优至多相差 ${(plan.gap * 100).toFixed(2)}%\n`,
    );
  },
};
