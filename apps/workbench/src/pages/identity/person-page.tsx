import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { GrantView, PersonView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { GrantEnd } from "../../forms/grant-end.tsx";
import { PersonGrant } from "../../forms/person-grant.tsx";
import { PersonHandover } from "../../forms/person-handover.tsx";
import { PersonStanding } from "../../forms/person-standing.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { grantStates, personStatusTone, personStepOf, type PersonStep, termText } from "./person-words.ts";

/** One person: roles with their terms, and what can be done about them. */
export const PersonPage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<PersonStep>();
  const [ending, setEnding] = useState<GrantView>();
  const query = useQuery({
    queryKey: ["/api/people", id],
    queryFn: ({ signal }) => read(client.GET("/api/people/{id}", { params: { path: { id } }, signal })),
  });
  const close = (): void => setStep(undefined);
  return (
    <>
      <DetailPage
        query={query}
        title="人员"
        titleOf={(person) => person.name}
        crumbs={[{ label: "人员与岗位", to: paths.people }]}
        statusOf={(person) => (
          <StatusMark tone={personStatusTone(person.status)}>{person.statusName}</StatusMark>
        )}
        actionsOf={(person) => person.nextActions.filter((next) => personStepOf(next.action) !== undefined)}
        dangerous={["identity.disable_person"]}
        onAct={(action) => setStep(personStepOf(action.action))}
        main={(person) => <Grants person={person} onEnd={setEnding} />}
        aside={(person) => (
          <FactsList
            title="账号"
            facts={[
              ["手机号", person.maskedPhone ?? "没有登记"],
              ["账号名", person.username ?? "没有，用手机验证码登录"],
              [
                "所属单位",
                person.unitId === null ? (
                  "没有"
                ) : (
                  <Link key="unit" to={paths.unit(person.unitId)}>
                    {person.unitName}
                  </Link>
                ),
              ],
              [
                "第二重验证",
                person.secondFactor.passkeys > 0 || person.secondFactor.totp
                  ? [
                      person.secondFactor.passkeys > 0 && `通行密钥 ${person.secondFactor.passkeys} 把`,
                      person.secondFactor.totp && "动态码",
                    ]
                      .filter(Boolean)
                      .join("、")
                  : "还没有设置",
              ],
              ["登记时间", timeText(person.createdAt)],
            ]}
          />
        )}
      />
      {query.data !== undefined && step === "grant" && <PersonGrant person={query.data} onClose={close} />}
      {query.data !== undefined && step === "handover" && (
        <PersonHandover person={query.data} onClose={close} />
      )}
      {query.data !== undefined && (step === "disable" || step === "enable") && (
        <PersonStanding person={query.data} step={step} onClose={close} />
      )}
      {query.data !== undefined && ending !== undefined && (
        <GrantEnd person={query.data} grant={ending} onClose={() => setEnding(undefined)} />
      )}
    </>
  );
};

const Grants = ({ person, onEnd }: { person: PersonView; onEnd: (grant: GrantView) => void }) => {
  const may = permissionOf(useMe(), "endGrant");
  return (
    <section className="panel" aria-labelledby="grants">
      <h2 id="grants">岗位</h2>
      {person.grants.length === 0 && <p className="unknown">还没有岗位。授予岗位后，这个人才能办理工作。</p>}
      <ul className="grants">
        {person.grants.map((grant) => {
          const state = grantStates[grant.state];
          return (
            <li key={grant.id}>
              <div>
                <strong>{grant.roleName}</strong> ·{" "}
                <Link to={paths.unit(grant.unitId)}>{grant.unitName}</Link>及下级
                <br />
                <small>
                  {termText(grant)} · 授予原因：{grant.reason}
                  {grant.endReason !== null && ` · 结束原因：${grant.endReason}`}
                </small>
              </div>
              <div className="row-buttons">
                <StatusMark tone={state.tone}>{state.name}</StatusMark>
                {may.ok && (grant.state === "in_force" || grant.state === "future") && (
                  <button type="button" className="link-button danger" onClick={() => onEnd(grant)}>
                    结束
                    <span className="visually-hidden">
                      岗位{grant.roleName}（{grant.unitName}）
                    </span>
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {!may.ok && person.grants.length > 0 && <p className="unknown">结束岗位：{may.reason}</p>}
    </section>
  );
};
