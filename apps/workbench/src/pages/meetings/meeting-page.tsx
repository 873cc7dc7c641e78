import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { MeetingView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { isMeetingStep, ItemDecide, MeetingAct, type MeetingStep } from "../../forms/meeting-act.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { meetingTone, resolutionTone } from "./meeting-words.ts";

type Item = MeetingView["agenda"][number];

const ItemSubject = ({ item }: { item: Item }) => {
  if (item.issueId !== null) return <Link to={paths.jointIssue(item.issueId)}>{item.title}</Link>;
  if (item.resolutionId !== null)
    return (
      <Link to={paths.resolution(item.resolutionId)}>
        决议 {item.resolutionNo} 号：{item.title}（{item.ownerName}，{item.dueOn} 前）
      </Link>
    );
  return <>{item.title}</>;
};

const Agenda = ({ view, onDecide }: { view: MeetingView; onDecide: (item: Item) => void }) => (
  <section className="panel">
    <h2>议程 {view.agenda.length} 项</h2>
    {view.agenda.length === 0 ? (
      <p className="unknown">没有议题，也没有没办完的决议。可以加临时事项。</p>
    ) : (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">议程</caption>
          <thead>
            <tr>
              <th scope="col">序号</th>
              <th scope="col">类别</th>
              <th scope="col">事项</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {view.agenda.map((item) => (
              <tr key={item.id}>
                <td>{item.position}</td>
                <td>
                  <StatusMark tone={item.kind === "overdue" ? "urgent" : "quiet"}>{item.kindName}</StatusMark>
                </td>
                <th scope="row">
                  <ItemSubject item={item} />
                </th>
                <td>
                  {item.outcomeName !== null && (
                    <p>
                      <strong>{item.outcomeName}</strong>
                      {item.decision !== null && `：${item.decision}`}
                    </p>
                  )}
                  {view.status === "under_way" &&
                    view.nextActions.some((next) => next.allowed) &&
                    (item.outcome === null || item.outcome === "resolution") && (
                      <Button size="small" onClick={() => onDecide(item)}>
                        {item.outcome === null
                          ? `第 ${item.position} 项作决定`
                          : `第 ${item.position} 项再定一项决议`}
                      </Button>
                    )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
  </section>
);

const Resolutions = ({ view }: { view: MeetingView }) => (
  <section className="panel">
    <h2>决议 {view.resolutions.length} 项</h2>
    <ul className="candidates">
      {view.resolutions.map((row) => (
        <li key={row.id}>
          <strong>
            <Link to={paths.resolution(row.id)}>决议 {row.no} 号</Link>
          </strong>
          <span>
            {row.body}。{row.unitName}，{row.dueOn} 前办完
          </span>
          <StatusMark tone={resolutionTone(row)}>{row.statusName}</StatusMark>
        </li>
      ))}
    </ul>
  </section>
);

/** One joint meeting: agenda, decisions, resolutions, papers, who came; prints as it stands. */
export const MeetingPage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<MeetingStep>();
  const [item, setItem] = useState<Item>();
  const query = useQuery({
    queryKey: ["/api/meetings", id],
    queryFn: ({ signal }) => read(client.GET("/api/meetings/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="联席会议"
        titleOf={(view) => `第 ${view.no} 次 ${view.title}`}
        crumbs={[{ label: "联席会议", to: paths.meetings }]}
        statusOf={(view) => (
          <>
            <StatusMark tone={meetingTone(view.status)}>{view.statusName}</StatusMark>
            <Button onClick={() => globalThis.print()}>打印议程</Button>{" "}
            {view.status === "closed" && (
              <a href={`/api/meetings/${view.id}/minutes.docx`} download>
                下载纪要（Word）
              </a>
            )}
          </>
        )}
        actionsOf={(view) => view.nextActions}
        dangerous={["cancel"]}
        onAct={(next) => setStep(isMeetingStep(next.action) ? next.action : undefined)}
        main={(view) => (
          <>
            <FactsList
              title="会议"
              facts={[
                ["召集单位", view.unitName],
                ["时间", timeText(view.heldAt)],
                ["地点", view.place],
                ...(view.minutes === null ? [] : [["纪要", view.minutes] as const]),
                ...(view.minutesHash === null
                  ? []
                  : [["纪要哈希（SHA-256）", <code key="hash">{view.minutesHash}</code>] as const]),
              ]}
            />
            <Agenda view={view} onDecide={setItem} />
            {view.resolutions.length > 0 && <Resolutions view={view} />}
          </>
        )}
        aside={(view) => (
          <>
            <section className="panel">
              <h2>材料</h2>
              {view.papers.length === 0 ? (
                <p className="unknown">没有材料。</p>
              ) : (
                <ul>
                  {view.papers.map((paper) => (
                    <li key={paper.id}>
                      <a href={`/api/meeting-papers/${paper.id}`}>{paper.title}</a>
                    </li>
                  ))}
                </ul>
              )}
            </section>
            <section className="panel">
              <h2>到会单位</h2>
              {view.attendance.length === 0 ? (
                <p className="unknown">还没有登记。</p>
              ) : (
                <ul>
                  {view.attendance.map((row) => (
                    <li key={row.unitId}>
                      {row.unitName}：{row.presenceName}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <MeetingAct meeting={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
      {item !== undefined && <ItemDecide item={item} onClose={() => setItem(undefined)} />}
    </>
  );
};
