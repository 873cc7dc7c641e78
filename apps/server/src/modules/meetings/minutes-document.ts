import type { Block, OfficialDocument } from "@kepu/official-document";
import { toDistrictDate } from "#kernel/clock.ts";
import type { AgendaItemView, AttendanceView, MeetingView, ResolutionView } from "./queries.ts";
import { agendaKinds, outcomes, type Presence } from "./vocabulary.ts";

/** 10.3 of GB/T 9704: who came, who was excused; units, not persons. */
const attendanceLabels: readonly (readonly [Presence, string])[] = [
  ["present", "出席"],
  ["excused", "请假"],
  ["absent", "缺席"],
];

const toItem = (item: AgendaItemView): Block => ({
  kind: "section",
  heading: item.title,
  text: `（${agendaKinds[item.kind]}）${
    item.outcome === null ? "没有作出决定。" : `${outcomes[item.outcome]}。${item.decision ?? ""}`
  }`,
});

/**
 * The minutes of a closed joint meeting (J-02) in the form of GB/T 9704 for minutes: what was said in short, what was decided on
 * each item, every resolution with its owner and day.
 */
export const minutesDocument = (input: {
  meeting: MeetingView;
  agenda: readonly AgendaItemView[];
  attendance: readonly AttendanceView[];
  resolutions: readonly ResolutionView[];
}): OfficialDocument => {
  const { meeting, agenda, attendance, resolutions } = input;
  const heldOn = toDistrictDate(meeting.heldAt);
  return {
    head: { issuer: "科学素质工作联席会议纪要", number: `第${meeting.no}期` },
    title: meeting.title,
    body: [
      {
        kind: "paragraph",
        text: `${heldOn}，${meeting.unitName}在${meeting.place}召集会议。${meeting.minutes ?? ""}`,
      },
      ...(agenda.length === 0
        ? []
        : [{ kind: "section" as const, heading: "议定事项", blocks: agenda.map(toItem) }]),
      ...(resolutions.length === 0
        ? []
        : [
            {
              kind: "section" as const,
              heading: "决议",
              blocks: [
                {
                  kind: "table" as const,
                  columns: [
                    { title: "编号", width: 1, align: "center" as const },
                    { title: "决议", width: 5 },
                    { title: "责任单位", width: 2 },
                    { title: "完成日期", width: 1.6, align: "center" as const },
                  ],
                  rows: resolutions.map((row) => [`${row.no} 号`, row.body, row.ownerName, row.dueOn]),
                },
              ],
            },
          ]),
    ],
    attendance: attendanceLabels.flatMap(([presence, label]) => {
      const units = attendance.filter((row) => row.presence === presence).map((row) => row.unitName);
      return units.length === 0 ? [] : [{ label, people: units.join("、") }];
    }),
    ...(meeting.minutesHash === null ? {} : { note: `纪要定稿的 SHA-256：${meeting.minutesHash}` }),
    record: {
      copies: [...new Set(resolutions.map((row) => row.ownerName))],
      printedBy: meeting.unitName,
      printedOn: heldOn,
    },
  };
};
