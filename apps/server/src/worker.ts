// Entry point of a worker: works jobs only, beside sites on the same external database.
import { runProcess } from "./run-process.ts";

await runProcess("worker");
