import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { TeamView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { HoursAdd } from "../../forms/hours-add.tsx";
import { ThanksWrite } from "../../forms/thanks-write.tsx";
import { TeamDecide, type TeamDecision, toTeamDecision } from "../../forms/team-decide.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { teamTone } from "./team-words.ts";

type Member = TeamView["members"][number];

/** One volunteer team: what it can do, its members with their badges, and the station's word. */
export const TeamPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [decision, setDecision] = useState<TeamDecision>();
  const [adding, setAdding] = useState<Member>();
  const [thanking, setThanking] = useState<Member>();
  const mayThank = permissionOf(me, "issueCertificates").ok;
  const mayAdd = permissionOf(me, "addHours").ok;
  const query = useQuery({
    queryKey: ["/api/teams", id],
    queryFn: ({ signal }) => read(client.GET("/api/teams/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="服务队"
        titleOf={(view) => view.name}
        crumbs={[{ label: "服务队", to: paths.teams }]}
        statusOf={(view) => <StatusMark tone={teamTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["refuse", "suspend"]}
        onAct={(next) => setDecision(toTeamDecision(next.action))}
        main={(view) => (
          <>
            <FactsList
              title="这支队"
              facts={[
                ["类型", view.kindName],
                ["介绍", view.about],
                ["队长", view.leaderName],
                ["会做", view.skillNames.join("、")],
                ...(view.treatsText === "" ? [] : [["会治", view.treatsText] as const]),
                ["能去", view.areaNames.join("、")],
                ["能来的时间", view.timesText],
                ["同一个半天", `能接 ${view.capacity} 单`],
                ["轻重", view.effortName],
                ["保险到", view.insuranceUntil],
                ["由谁核验", view.unitName],
                ...(view.decisionReason === null ? [] : [["原因", view.decisionReason] as const]),
              ]}
            />
            <section className="panel">
              <h2>队员 {view.members.length} 人</h2>
              <ul className="candidates">
                {view.members.map((member) => (
                  <li key={member.personId}>
                    <strong>{member.name}</strong>
                    <span>{member.badgeNames.join("、") || "没有培训证"}</span>
                    {mayAdd && (
                      <Button size="small" onClick={() => setAdding(member)}>
                        给{member.name}补录时长
                      </Button>
                    )}
                    {mayThank && view.status === "verified" && (
                      <Button size="small" onClick={() => setThanking(member)}>
                        给{member.name}写感谢信
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      />
      {decision !== undefined && query.data !== undefined && (
        <TeamDecide team={query.data} decision={decision} onClose={() => setDecision(undefined)} />
      )}
      {adding !== undefined && <HoursAdd teamId={id} member={adding} onClose={() => setAdding(undefined)} />}
      {thanking !== undefined && (
        <ThanksWrite teamId={id} member={thanking} onClose={() => setThanking(undefined)} />
      )}
    </>
  );
};
