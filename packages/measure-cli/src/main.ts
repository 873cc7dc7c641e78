#!/usr/bin/env node
import { runMeasure } from "./run-measure.ts";

process.exitCode = await runMeasure(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  now: () => performance.now(),
  isTerminal: process.stderr.isTTY,
});
