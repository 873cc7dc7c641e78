import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { ActivitySessionView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { SessionAct, type SessionStep, toSessionStep } from "../../forms/activity-session-act.tsx";
import { HeadCountAct, type HeadStep } from "../../forms/head-count-act.tsx";
import { SessionEdit } from "../../forms/activity-session-edit.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { sessionTone } from "./activities-words.ts";
import { SignInPanel } from "./sign-in-panel.tsx";

/** One session: who registered, who came, what is unusual, what is reported. */
export const SessionPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [step, setStep] = useState<SessionStep>();
  const [editing, setEditing] = useState(false);
  const [head, setHead] = useState<HeadStep>();
  const query = useQuery({
    queryKey: ["/api/activity-sessions", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/activity-sessions/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="场次"
        titleOf={(view) => `${view.activity.title} · ${timeText(view.session.startsAt)}`}
        crumbs={[
          { label: "活动", to: paths.activities },
          ...(query.data === undefined
            ? []
            : [{ label: query.data.activity.title, to: paths.activity(query.data.activity.id) }]),
        ]}
        statusOf={(view) => (
          <StatusMark tone={sessionTone(view.session.status)}>{view.session.statusName}</StatusMark>
        )}
        actionsOf={(view) => view.nextActions}
        dangerous={["cancel", "correct"]}
        onAct={(next) => setStep(toSessionStep(next.action))}
        main={(view) => (
          <>
            <Counted view={view} />
            <SignInPanel view={view} maySignIn={permissionOf(me, "reportActivities").ok} />
            <Heads view={view} onAct={setHead} />
            <Lines view={view} />
          </>
        )}
        aside={(view) => (
          <>
            <FactsList
              title="这一场"
              facts={[
                ["时间", `${timeText(view.session.startsAt)} 到 ${timeText(view.session.endsAt)}`],
                ["地点", `${view.session.placeName} ${view.session.address}`],
                ["去向", view.activity.entryName],
                ["主办", view.activity.unitName],
                [
                  "报名",
                  view.session.seats === null
                    ? "不用报名"
                    : `${view.session.seats.taken}/${view.session.seats.capacity}，排队 ${view.session.seats.waiting}`,
                ],
                ...(view.session.endReason === null ? [] : [["取消原因", view.session.endReason] as const]),
              ]}
            />
            {view.session.status === "planned" && permissionOf(me, "editActivities").ok && (
              <Button onClick={() => setEditing(true)}>修改这一场</Button>
            )}
            <p>
              <Link to={paths.activity(view.activity.id)}>{view.activity.no} 的全部场次</Link>
            </p>
          </>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <SessionAct view={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
      {head !== undefined && <HeadCountAct step={head} onClose={() => setHead(undefined)} />}
      {editing && query.data !== undefined && (
        <SessionEdit
          activityId={query.data.activity.id}
          session={query.data.session}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
};

const Counted = ({ view }: { view: ActivitySessionView }) => (
  <FactsList
    title="签到的人"
    facts={
      view.attended.length === 0
        ? [["一共", "还没有人签到"]]
        : [
            ["一共", `${view.attended.reduce((sum, row) => sum + row.people, 0)} 人次`],
            ...view.attended.map((row) => [row.audienceName, `${row.people} 人次`] as const),
          ]
    }
  />
);

/** Heads counted where nobody registers, apart from who signed in, and the photographs. */
const Heads = ({ view, onAct }: { view: ActivitySessionView; onAct: (step: HeadStep) => void }) => (
  <section className="panel">
    <h2>人头数和照片</h2>
    <p>
      人头数另外记，从不和签到的人次相加。在手机上
      <a href={`/on-site/photos/session/${view.session.id}`}>传照片、记人头数</a>。
    </p>
    {view.heads.length > 0 && (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">人头数</caption>
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">怎么数的</th>
              <th scope="col">人数</th>
              <th scope="col">状态</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {view.heads.map((count) => (
              <tr key={count.id}>
                <th scope="row">
                  {timeText(count.from)} 到 {timeText(count.to)}
                </th>
                <td>{count.methodName}</td>
                <td>{count.peopleCount}</td>
                <td>
                  {count.statusName}
                  {count.reason === null ? "" : `：${count.reason}`}
                </td>
                <td>
                  {count.status === "counted" && !count.own && (
                    <>
                      <Button size="small" onClick={() => onAct({ act: "confirm", count })}>
                        确认<span className="visually-hidden">{count.peopleCount} 人</span>
                      </Button>
                      <Button size="small" onClick={() => onAct({ act: "refuse", count })}>
                        不确认<span className="visually-hidden">{count.peopleCount} 人</span>
                      </Button>
                    </>
                  )}
                  {(count.status === "confirmed" || (count.status === "counted" && count.own)) && (
                    <Button size="small" onClick={() => onAct({ act: "withdraw", count })}>
                      撤回<span className="visually-hidden">{count.peopleCount} 人</span>
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
    {view.photos.length > 0 && (
      <ul className="photo-row">
        {view.photos.map((photo, index) => (
          <li key={photo.id}>
            <a href={photo.href}>
              第 {index + 1} 张照片，打码 {photo.placesBlurred} 处
            </a>
          </li>
        ))}
      </ul>
    )}
  </section>
);

/** Everything that came in from the site, by the judged time; what is unusual stands beside it. */
const Lines = ({ view }: { view: ActivitySessionView }) =>
  view.lines.length === 0 ? null : (
    <section className="panel">
      <h2>现场记录</h2>
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">现场记录</caption>
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">怎么记的</th>
              <th scope="col">人数</th>
              <th scope="col">结果</th>
              <th scope="col">手机上的时间</th>
              <th scope="col">到达</th>
              <th scope="col">不寻常</th>
            </tr>
          </thead>
          <tbody>
            {view.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{timeText(line.judgedAt)}</th>
                <td>{line.methodName}</td>
                <td>{line.peopleCount}</td>
                <td>{line.outcomeName}</td>
                <td>{timeText(line.deviceAt)}</td>
                <td>{timeText(line.receivedAt)}</td>
                <td>{line.flags.length === 0 ? "没有" : line.flags.join("；")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
