#!/usr/bin/env node
import { runLab } from "./run-lab.ts";

// A reader that has seen enough, as head, closes the pipe: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

// Nobody reading the progress is no reason to stop the work: the answer is still written.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runLab(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  now: () => performance.now(),
  memoryBytes: () => process.resourceUsage().maxRSS * 1024,
  isTerminal: process.stderr.isTTY,
});
