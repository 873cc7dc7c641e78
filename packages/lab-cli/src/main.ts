#!/usr/bin/env node
import { runLab } from "./run-lab.ts";

process.exitCode = await runLab(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  now: () => performance.now(),
  memoryBytes: () => process.resourceUsage().maxRSS * 1024,
  isTerminal: process.stderr.isTTY,
});
