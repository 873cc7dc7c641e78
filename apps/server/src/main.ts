// Entry point of the site: answers requests and works jobs.
import { runProcess } from "./run-process.ts";

await runProcess("site");
