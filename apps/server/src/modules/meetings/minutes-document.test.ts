import assert from "node:assert/strict";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { toOfficialDocx } from "#kernel/official-docx.ts";
import { minutesDocument } from "./minutes-document.ts";

const document = minutesDocument({
  meeting: {
    id: "m",
    no: 3,
    unitId: "r",
    unitName: "演示区科普委员会",
    unitPath: "r",
    title: "第四季度联席会议",
    place: "二楼会议室",
    heldAt: new Date("2026-11-24T01:00:00Z"),
    status: "closed",
    minutes: "会议研究了两个议题。",
    minutesHash: "ab".repeat(32),
    itemCount: 2,
    overdueCount: 1,
  },
  agenda: [
    item({ title: "暑期讲师不够", outcome: "resolution", decision: "从学会借四名讲师" }),
    item({ title: "<大屏>常死机", outcome: "deferred", decision: null }),
  ],
  attendance: [
    { unitId: "a", unitName: "教育局", presence: "present" },
    { unitId: "b", unitName: "望江街道", presence: "present" },
    { unitId: "c", unitName: "民政局", presence: "excused" },
  ],
  resolutions: [
    {
      id: "x",
      no: 7,
      meetingId: "m",
      meetingNo: 3,
      meetingPath: "r",
      body: "从学会借四名讲师",
      ownerUnitId: "b",
      ownerName: "望江街道",
      ownerPath: "r.b",
      dueOn: "2026-12-20",
      decidedOn: "2026-11-24",
      cites: null,
      status: "open",
      ownerRemindedAt: null,
      chairRemindedAt: null,
    },
  ],
});

function item(part: { title: string; outcome: "resolution" | "deferred"; decision: string | null }) {
  return {
    id: part.title,
    position: 1,
    kind: "issue" as const,
    issueId: "i",
    issueNo: 1,
    resolutionId: null,
    resolutionNo: null,
    ownerName: null,
    dueOn: null,
    ...part,
  };
}

test("minutes say who came, what was decided and who owes what by when; the same meeting gives the same bytes", async () => {
  const madeAt = new Date("2026-11-25T00:00:00Z");
  const bytes = await toOfficialDocx(document, madeAt);
  assert.deepEqual(await toOfficialDocx(document, madeAt), bytes);
  const xml = strFromU8(unzipSync(bytes)["word/document.xml"] ?? new Uint8Array());
  for (const words of [
    "科学素质工作联席会议纪要",
    "第3期",
    "教育局、望江街道",
    "民政局",
    "从学会借四名讲师",
    "7 号",
    "2026-12-20",
    "&lt;大屏&gt;常死机",
    "下次再议",
    "ab".repeat(32),
  ])
    assert.ok(xml.includes(words), words);
});
