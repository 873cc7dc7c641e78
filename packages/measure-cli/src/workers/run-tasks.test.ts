import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { MeasureError } from "../errors.ts";
import { runTasks } from "./run-tasks.ts";

const folder = mkdtempSync(join(tmpdir(), "kepu-tasks-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("an error in a thread that is no refusal ends the work with the code of a failed worker", async () => {
  const path = join(folder, "task.mjs");
  writeFileSync(path, 'export const run = () => { throw new TypeError("of the task itself"); };');
  await assert.rejects(
    runTasks(pathToFileURL(path), [1, 2], { threads: 2, progress: () => undefined }),
    (error) =>
      error instanceof MeasureError &&
      error.code === "measure.worker_failed" &&
      error.message.startsWith("并行计算中断：of the task itself。"),
  );
});
