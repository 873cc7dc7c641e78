import { runPlanParse } from "@kepu/plan-parser/node";
import type { Command } from "#server/command-line.ts";

export const usage = `plan parse <文件>        解析方案原文，打印结构树
  <文件>              .docx、.txt 或 .md
  --format json|tree  tree（默认）打印结构树；json 打印全部内容
  --out <文件>        写入文件，不打印到屏幕`;

export const run: Command["run"] = async (argv, io) => runPlanParse(argv, io);
