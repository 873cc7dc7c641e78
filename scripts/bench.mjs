// npm run bench [-- word …]: prints one table, ours beside its comparators in the same run; words choose bench files.
// Measures, never judges a change: the figures depend on the machine, the ratios far less.
import { runBuilt } from "./run-built.mjs";

await runBuilt(["bench/print.ts", ...process.argv.slice(2)]);
