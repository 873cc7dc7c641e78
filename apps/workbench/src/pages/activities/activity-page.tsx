import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { ActivityView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActivityAct, type ActivityStep, toActivityStep } from "../../forms/activity-act.tsx";
import { SessionEdit } from "../../forms/activity-session-edit.tsx";
import { useMe } from "../../me.tsx";
import { paths, portal } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { pillarNames } from "../plans/plan-words.ts";
import { activityTone, sessionTone } from "./activities-words.ts";

/** Until it is held, what an activity says can be changed. */
const isBeforeHeld = (view: ActivityView): boolean =>
  ["draft", "published", "open", "closed"].includes(view.status);

/** One activity: what it says, its sessions, what can be done. */
export const ActivityPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [step, setStep] = useState<ActivityStep>();
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: ["/api/activities", id],
    queryFn: ({ signal }) => read(client.GET("/api/activities/{id}", { params: { path: { id } }, signal })),
  });
  const mayEdit = permissionOf(me, "editActivities").ok;
  return (
    <>
      <DetailPage
        query={query}
        title="活动"
        titleOf={(view) => `${view.no} ${view.title}`}
        crumbs={[{ label: "活动", to: paths.activities }]}
        statusOf={(view) => <StatusMark tone={activityTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["cancel"]}
        onAct={(next) => setStep(toActivityStep(next.action))}
        main={(view) => (
          <>
            <Sessions view={view} onAdd={mayEdit ? () => setAdding(true) : undefined} />
            <FactsList
              title="这个活动"
              facts={[
                ["介绍", view.about],
                ["形式", view.kindName],
                ["去向", view.entryName],
                ["主题", view.topicName],
                ["适合谁", view.audienceNames.join("、")],
                ["14 岁以下", view.minors ? "收，由监护人报名" : "不收"],
                ["四个方面", pillarNames(view.pillars) || "没有标签"],
                ["主办", view.unitName],
                ["主办电话", view.phone],
                [
                  "主题日",
                  view.occasion === null ? (
                    "没有挂"
                  ) : (
                    <Link to={paths.themeDay(view.occasion.key)}>
                      {view.occasion.name}（{view.occasion.year}年）
                    </Link>
                  ),
                ],
                ...(view.endReason === null ? [] : [["取消原因", view.endReason] as const]),
              ]}
            />
          </>
        )}
        aside={(view) => (
          <>
            {mayEdit &&
              view.occasion === null &&
              isBeforeHeld(view) &&
              view.suggestedOccasions.length > 0 && (
                <section className="panel">
                  <h2>时间对得上的主题日</h2>
                  <ul>
                    {view.suggestedOccasions.map((edition) => (
                      <li key={edition.key}>
                        <Link to={`${paths.activityEdit(view.id)}?occasion=${edition.key}`}>
                          挂到{edition.name}（{edition.from} 至 {edition.to}）
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            <section className="panel">
              <h2>别处</h2>
              <ul>
                {mayEdit && (
                  <li>
                    <Link to={paths.activityEdit(view.id)}>修改活动</Link>
                  </li>
                )}
                {view.status !== "draft" && (
                  <li>
                    <a href={portal.activity(view.publicNo)}>居民看到的页面</a>
                  </li>
                )}
              </ul>
            </section>
          </>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <ActivityAct activity={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
      {adding && query.data !== undefined && (
        <SessionEdit activityId={query.data.id} onClose={() => setAdding(false)} />
      )}
    </>
  );
};

const Sessions = ({ view, onAdd }: { view: ActivityView; onAdd: (() => void) | undefined }) => (
  <section className="panel">
    <h2>场次</h2>
    {view.sessions.length === 0 && <p className="unknown">还没有场次。加上时间和地点，才能发布。</p>}
    {view.sessions.length > 0 && (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">场次</caption>
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">地点</th>
              <th scope="col">状态</th>
              <th scope="col">报名</th>
            </tr>
          </thead>
          <tbody>
            {view.sessions.map((session) => (
              <tr key={session.id}>
                <th scope="row">
                  <Link to={paths.activitySession(session.id)}>{timeText(session.startsAt)}</Link>
                </th>
                <td>
                  {session.placeName} {session.address}
                </td>
                <td>
                  <StatusMark tone={sessionTone(session.status)}>{session.statusName}</StatusMark>
                </td>
                <td>
                  {session.seats === null
                    ? "不用报名"
                    : `${session.seats.taken}/${session.seats.capacity}，排队 ${session.seats.waiting}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
    {onAdd !== undefined && isBeforeHeld(view) && <Button onClick={onAdd}>加一场</Button>}
  </section>
);
