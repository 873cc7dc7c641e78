import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduleText } from "./schedule-text.ts";

test("a schedule reads as a sentence, and one that is not plain is shown as it is", () => {
  const cron = (schedule: string) => scheduleText({ schedule, everySeconds: null });
  assert.deepEqual(
    [
      "* * * * *",
      "*/5 * * * *",
      "7 * * * *",
      "30 3 * * *",
      "0 8 * * 1",
      "5 0 1 * *",
      "0 0 1 1 *",
      "0 8-18 * * *",
    ].map(cron),
    [
      "每分钟",
      "每 5 分钟",
      "每小时第 7 分",
      "每天 3:30",
      "每周一 8:00",
      "每月 1 日 0:05",
      "0 0 1 1 *",
      "0 8-18 * * *",
    ],
  );
  assert.equal(scheduleText({ schedule: null, everySeconds: 1 }), "每 1 秒");
  assert.equal(scheduleText({ schedule: null, everySeconds: 60 }), "每 1 分钟");
  assert.equal(scheduleText({ schedule: null, everySeconds: 7200 }), "每 2 小时");
  assert.equal(scheduleText({ schedule: null, everySeconds: null }), "有事才运行");
});
