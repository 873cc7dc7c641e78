import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import { createKey, createRecordId } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { ActivitySessionView } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { WalkInAdd } from "../../forms/activity-walk-in.tsx";
import { registrationTone } from "./activities-words.ts";

type Registration = ActivitySessionView["registrations"][number];

/** The list of who registered, in its order, with signing in beside each name. */
export const SignInPanel = ({ view, maySignIn }: { view: ActivitySessionView; maySignIn: boolean }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [walkIn, setWalkIn] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["/api/activity-sessions", view.session.id] });
  const tell = (thrown: unknown) => void message.error(asProblem(thrown).message);
  const signIn = async (registration: Registration): Promise<void> => {
    try {
      const answer = await write(
        client.POST("/api/activity-sessions/{id}/lines", {
          params: { header: keyed(createKey()), path: { id: view.session.id } },
          body: {
            lineId: createRecordId(),
            registrationId: registration.id,
            peopleCount: registration.peopleCount,
          },
        }),
      );
      void message.success(
        answer.outcome === "twice" ? "已经签过，不重复算" : `${registration.contactName}签到了`,
      );
      await refresh();
    } catch (thrown) {
      tell(thrown);
    }
  };
  const undo = async (registration: Registration): Promise<void> => {
    const line = view.lines.find(
      (one) => one.registrationId === registration.id && one.outcome === "counted",
    );
    if (line === undefined) return;
    try {
      await write(
        client.POST("/api/activity-sessions/{id}/undo-line", {
          params: { header: keyed(createKey()), path: { id: view.session.id } },
          body: { lineId: createRecordId(), undoesId: line.id },
        }),
      );
      void message.success("签到撤掉了，两条记录都留着");
      await refresh();
    } catch (thrown) {
      tell(thrown);
    }
  };
  const open = maySignIn && (view.session.status === "planned" || view.session.status === "held");
  return (
    <section className="panel">
      <h2>报名和签到</h2>
      {view.registrations.length === 0 && <p className="unknown">没有报名的人。</p>}
      {view.registrations.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">报名的人，按先后</caption>
            <thead>
              <tr>
                <th scope="col">称呼</th>
                <th scope="col">几个人</th>
                <th scope="col">报名</th>
                <th scope="col">签到</th>
              </tr>
            </thead>
            <tbody>
              {view.registrations.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.contactName}</th>
                  <td>
                    {one.peopleCount}
                    {one.minorsCount > 0 ? `，14 岁以下 ${one.minorsCount}` : ""}
                  </td>
                  <td>
                    <StatusMark tone={registrationTone(one.status)}>{one.statusName}</StatusMark>
                  </td>
                  <td>
                    {one.came === null ? "" : `来了 ${one.came} 人 `}
                    {open && one.came === null && (
                      <Button size="small" onClick={() => void signIn(one)}>
                        签到<span className="visually-hidden">{one.contactName}</span>
                      </Button>
                    )}
                    {open && one.came !== null && (
                      <Button size="small" onClick={() => void undo(one)}>
                        撤掉<span className="visually-hidden">{one.contactName}的签到</span>
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {open && <Button onClick={() => setWalkIn(true)}>记没报名来的人</Button>}
      {walkIn && <WalkInAdd view={view} onClose={() => setWalkIn(false)} />}
    </section>
  );
};
