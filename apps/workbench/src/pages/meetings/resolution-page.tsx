import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ResolutionView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History, type HistoryEntry } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { FileField, multipart } from "../../form/file-field.tsx";
import { textOf } from "../../form/form-errors.ts";
import { type Step, StepDialog } from "../../forms/step-dialog.tsx";
import { paths } from "../../paths.ts";
import { resolutionTone } from "./meeting-words.ts";

const historyOf = (view: ResolutionView): readonly HistoryEntry[] => [
  ...view.reports.flatMap((report): readonly HistoryEntry[] => [
    { at: report.createdAt, title: "报告落实", reason: report.body },
    ...(report.decidedAt === null
      ? []
      : [{ at: report.decidedAt, title: report.statusName, reason: report.decisionReason }]),
  ]),
  ...(view.ownerRemindedAt === null ? [] : [{ at: view.ownerRemindedAt, title: "逾期，提醒责任单位" }]),
  ...(view.chairRemindedAt === null ? [] : [{ at: view.chairRemindedAt, title: "仍未报告，提醒牵头单位" }]),
];

const stepOf = (view: ResolutionView, action: string): Step | undefined => {
  if (action === "report")
    return {
      title: "报告落实",
      intro: "写做了什么，附一份佐证：本系统里一条记录的地址，或一份文件。",
      submit: "报告",
      done: "已报告，等牵头单位核对",
      labels: { body: "做了什么", evidenceLink: "佐证在本系统里的地址", evidence: "佐证文件" },
      fields: (
        <>
          <LongTextField name="body" label="做了什么" required maxLength={2000} />
          <TextField name="evidenceLink" label="佐证在本系统里的地址" maxLength={300} hint="以“/”开头。" />
          <FileField name="evidence" label="佐证文件" />
        </>
      ),
      send: (sent) =>
        write(
          client.POST("/api/resolutions/{id}/reports", {
            params: { header: keyed(sent.key), path: { id: view.id } },
            ...multipart(sent.values),
          }),
        ),
    };
  const waiting = view.reports.find((report) => report.status === "waiting");
  if (waiting === undefined) return undefined;
  if (action === "accept")
    return {
      title: "认可，办结",
      intro: "看过佐证，事情办成了。办结后记为一件事实。",
      submit: "认可",
      done: "已办结",
      send: (sent) =>
        write(
          client.POST("/api/resolution-reports/{id}/accept", {
            params: { header: keyed(sent.key), path: { id: waiting.id } },
            body: {},
          }),
        ),
    };
  return {
    title: "退回",
    intro: "责任单位会看到原因，决议回到在办。",
    submit: "退回",
    done: "已退回",
    danger: true,
    labels: { reason: "原因" },
    fields: <LongTextField name="reason" label="原因" required maxLength={300} hint="至少 5 个字。" />,
    send: (sent) =>
      write(
        client.POST("/api/resolution-reports/{id}/return", {
          params: { header: keyed(sent.key), path: { id: waiting.id } },
          body: { reason: textOf(sent.body, "reason") },
        }),
      ),
  };
};

/** One resolution with its reports and reminders. */
export const ResolutionPage = () => {
  const { id = "" } = useParams();
  const [action, setAction] = useState<string>();
  const query = useQuery({
    queryKey: ["/api/resolutions", id],
    queryFn: ({ signal }) => read(client.GET("/api/resolutions/{id}", { params: { path: { id } }, signal })),
  });
  const step = action === undefined || query.data === undefined ? undefined : stepOf(query.data, action);
  return (
    <>
      <DetailPage
        query={query}
        title="决议"
        titleOf={(view) => `决议 ${view.no} 号`}
        crumbs={[{ label: "联席会议决议", to: paths.resolutions }]}
        statusOf={(view) => <StatusMark tone={resolutionTone(view)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["return"]}
        onAct={(next) => setAction(next.action)}
        main={(view) => (
          <>
            <FactsList
              title="这项决议"
              facts={[
                ["办什么", view.body],
                ["责任单位", view.unitName],
                ["完成日期", view.dueOn],
                ["决定日期", view.decidedOn],
                [
                  "哪次会定的",
                  <Link key="meeting" to={paths.meeting(view.meetingId)}>
                    联席会议第 {view.meetingNo} 次
                  </Link>,
                ],
                ...(view.cites === null ? [] : [["依据", view.cites] as const]),
              ]}
            />
            {view.reports.length > 0 && (
              <section className="panel">
                <h2>佐证</h2>
                <ul>
                  {view.reports.map((report) => (
                    <li key={report.id}>
                      {report.body}（{report.statusName}）
                      {report.evidenceLink !== null && <a href={report.evidenceLink}>看记录</a>}
                      {report.hasFile && <a href={`/api/resolution-reports/${report.id}/evidence`}>看文件</a>}
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
        aside={(view) => <History entries={historyOf(view)} />}
      />
      {step !== undefined && (
        <StepDialog
          name="resolution-act"
          step={step}
          lists={["/api/resolutions", "/api/meetings"]}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  );
};
