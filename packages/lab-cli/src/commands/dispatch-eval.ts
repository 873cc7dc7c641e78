import { checkPlan, parseAssignments, parseBoard } from "@kepu/dispatch";
import { type Command, printMeasures } from "../command.ts";
import { readJson } from "../files.ts";

export const dispatchEval: Command = {
  name: "dispatch eval",
  usage: "kepu-lab dispatch eval --instance i.json --run a.json",
  required: ["instance", "run"],
  optional: [],
  run: async (values, io) => {
    const board = parseBoard(await readJson(values.get("instance") ?? ""));
    const answer = await readJson(values.get("run") ?? "");
    const list =
      typeof answer === "object" && answer !== null && "assignments" in answer ? answer.assignments : answer;
    const { violations, ...measures } = checkPlan(board, parseAssignments(list));
    printMeasures(io, { violations: violations.length, ...measures });
  },
};
