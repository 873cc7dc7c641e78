import assert from "node:assert/strict";
import { test } from "node:test";
import { halfCodes, timesText } from "./vocabulary.ts";

test("days with the same half days are said together, in the order of the week and of the day", () => {
  const everyDay = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => halfCodes.map((half) => ({ weekday, half })));
  assert.equal(timesText(everyDay.toReversed()), "每天上午、下午、晚上");
  assert.equal(
    timesText([
      { weekday: 7, half: "evening" },
      { weekday: 6, half: "morning" },
      { weekday: 3, half: "afternoon" },
      { weekday: 1, half: "afternoon" },
      { weekday: 7, half: "morning" },
    ]),
    "周一、周三下午；周六上午；周日上午、晚上",
  );
  assert.equal(timesText([]), "");
});
