// Entry point of `npx kepu …`; the commands are the files of cli/.
import { systemClock } from "#kernel/clock.ts";
import { runCommandLine } from "./command-line.ts";

const exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  clock: systemClock,
});
process.exit(exitCode);
