import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { OrderView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { OrderAct, type OrderStep, toOrderStep } from "../../forms/order-act.tsx";
import { OrderPests } from "../../forms/order-pests.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { CandidatesPanel } from "./candidates-panel.tsx";
import { ContactReveal } from "./order-contact.tsx";
import { OrderPaper } from "./order-paper.tsx";
import { orderTone } from "./order-words.ts";
import { SchoolConsent } from "./school-consent.tsx";

const findable: readonly OrderView["status"][] = [
  "submitted",
  "screened",
  "declined",
  "timed_out",
  "no_show",
  "reopened",
];

/** One order: where it stands, what can be done, who could do it and why, what happened. */
export const OrderPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [step, setStep] = useState<OrderStep>();
  const [naming, setNaming] = useState(false);
  const query = useQuery({
    queryKey: ["/api/orders", id],
    queryFn: ({ signal }) => read(client.GET("/api/orders/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="点单"
        titleOf={(view) => `${view.no} ${view.title}`}
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        statusOf={(view) => <StatusMark tone={orderTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["cannot", "not-ours", "no-show"]}
        onAct={(next) => setStep(toOrderStep(next.action))}
        main={(view) => (
          <>
            <FactsList
              title="这个单"
              facts={[
                ["接下来", view.next],
                ["期限", view.dueAt === null ? "没有了，已结束" : timeText(view.dueAt)],
                ["谁来办", view.ownerName],
                ["想要的时间", `${view.wantedOn} ${view.wantedHalf}`],
                ["地点", view.place],
                ["给谁", view.audienceName ?? "大家都有"],
                ["人数", view.peopleCount],
                ["来源", view.channelName],
                ["居民说", view.details ?? "没有补充"],
                [
                  "说的病虫害",
                  <span key="pests">
                    {view.pests.length === 0 ? "没有认出来" : view.pests.map(pestText).join("、")}{" "}
                    {permissionOf(me, "dispatchOrders").ok && view.dueAt !== null && (
                      <Button size="small" onClick={() => setNaming(true)}>
                        改病虫害
                      </Button>
                    )}
                  </span>,
                ],
                [
                  "服务队",
                  view.teamId === null ? (
                    "还没有"
                  ) : (
                    <Link key="team" to={paths.team(view.teamId)}>
                      {view.teamName}
                    </Link>
                  ),
                ],
                ...(view.mergedInto === null
                  ? []
                  : [["一起办的单", <TieLink key="into" tie={view.mergedInto} />] as const]),
                ...(view.splitFrom === null
                  ? []
                  : [["从哪个单拆出", <TieLink key="from" tie={view.splitFrom} />] as const]),
                ...(view.together.length === 0
                  ? []
                  : [
                      [
                        "并进来的单",
                        <span key="together">
                          {view.together.map((tie) => (
                            <span key={tie.id}>
                              <TieLink tie={tie} /> {tie.place} {tie.peopleCount} 人；
                            </span>
                          ))}
                        </span>,
                      ] as const,
                    ]),
                ...(view.sourcing.length === 0
                  ? []
                  : [
                      [
                        "找供给单",
                        <span key="sourcing">
                          {view.sourcing.map((tie) => (
                            <span key={tie.id}>
                              <Link to={paths.sourcingOne(tie.id)}>{tie.no}</Link> {tie.statusName}；
                            </span>
                          ))}
                        </span>,
                      ] as const,
                    ]),
                ...(view.betterDoor === null ? [] : [["请去", view.betterDoor] as const]),
                ...(view.endReason === null ? [] : [["原因", view.endReason] as const]),
              ]}
            />
            <SchoolConsent view={view} />
            {permissionOf(me, "readContact").ok && <Attachments view={view} />}
            {permissionOf(me, "readContact").ok && <OrderPaper view={view} />}
            {permissionOf(me, "readContact").ok && <ContactReveal orderId={view.id} />}
            {permissionOf(me, "dispatchOrders").ok && findable.includes(view.status) && (
              <CandidatesPanel
                orderId={view.id}
                canDispatch={view.nextActions.some((next) => next.action === "dispatch" && next.allowed)}
                onChoose={(team) => setStep({ act: "dispatch", team })}
              />
            )}
            <Offers view={view} />
            <Visits view={view} />
          </>
        )}
        aside={(view) => (
          <History
            entries={view.history.map((entry) => ({
              at: entry.at,
              title: entry.eventName,
              who: [entry.who, entry.teamName ?? ""].filter((part) => part !== "").join(" · "),
              reason: entry.reason,
            }))}
          />
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <OrderAct order={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
      {naming && query.data !== undefined && (
        <OrderPests order={query.data} onClose={() => setNaming(false)} />
      )}
    </>
  );
};

/** The pest, with how the order says it where that is another word. */
const pestText = ({ name, word }: OrderView["pests"][number]): string =>
  word === null ? `${name}（派单员写明）` : word === name ? name : `${name}（单里写“${word}”）`;

/** What the resident showed or said; each look is audited. */
const Attachments = ({ view }: { view: OrderView }) =>
  view.attachments.length === 0 ? null : (
    <section className="panel">
      <h2>照片和语音</h2>
      {view.attachments.map((one) => {
        const href = `/api/orders/${view.id}/attachments/${one.id}`;
        const said = `${one.about === "rating" ? "评价" : "点单"}时，${timeText(one.createdAt)}`;
        return one.kind === "voice" ? (
          <p key={one.id}>
            语音 {one.seconds} 秒（{said}） <a href={href}>听</a>
          </p>
        ) : (
          <p key={one.id}>
            照片（{said}） <a href={href}>看</a>
          </p>
        );
      })}
    </section>
  );

const TieLink = ({ tie }: { tie: { id: string; no: string } }) => (
  <Link to={paths.order(tie.id)}>{tie.no}</Link>
);

const Offers = ({ view }: { view: OrderView }) =>
  view.dispatches.length === 0 ? null : (
    <FactsList
      title="派单记录"
      facts={view.dispatches.map(
        (one) =>
          [
            `${timeText(one.offeredAt)} ${one.modeName}`,
            [one.teamName ?? "所有合适的队", one.statusName, one.reason ?? ""]
              .filter((part) => part !== "")
              .join("，"),
          ] as const,
      )}
    />
  );

const visitWords: Readonly<Record<string, string>> = {
  planned: "约好了",
  under_way: "正在服务",
  finished: "做完了",
  missed: "没有人到",
  cancelled: "取消了",
};

const Visits = ({ view }: { view: OrderView }) => (
  <>
    {view.visits.length > 0 && (
      <FactsList
        title="上门服务"
        facts={view.visits.map(
          (visit) =>
            [
              `${timeText(visit.startsAt)} ${visit.teamName}`,
              [
                visitWords[visit.status] ?? visit.status,
                `安排 ${visit.assigned} 人，签到 ${visit.signedIn} 人`,
                visit.peopleServed === null ? "" : `服务 ${visit.peopleServed} 人次`,
                visit.closedByClock ? "没有人签退，系统按时结束" : "",
              ]
                .filter((part) => part !== "")
                .join("，"),
            ] as const,
        )}
      />
    )}
    {view.ratings.length > 0 && (
      <FactsList
        title="评价"
        facts={view.ratings.map(
          (rating) =>
            [
              `${timeText(rating.at)} ${rating.stars} 星`,
              `${rating.comment ?? "没有写话"}${rating.reply === null ? "" : ` 服务队答复：${rating.reply}`}`,
            ] as const,
        )}
      />
    )}
  </>
);
