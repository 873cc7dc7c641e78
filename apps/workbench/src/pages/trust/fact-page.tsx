import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { FactReverse } from "../../forms/fact-reverse.tsx";
import { paths } from "../../paths.ts";
import { numberText, timeText } from "../../time-text.ts";
import { RecordLink, reversalMark } from "./fact-columns.tsx";

export const FactPage = () => {
  const { id = "" } = useParams();
  const [reversing, setReversing] = useState(false);
  const query = useQuery({
    queryKey: ["/api/facts", id],
    queryFn: ({ signal }) => read(client.GET("/api/facts/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="事实"
        titleOf={(fact) => `${fact.kindName} ${numberText(fact.quantity)} ${fact.measure}`}
        crumbs={[
          { label: "数字与事实", to: paths.figures },
          { label: "事实", to: paths.facts },
        ]}
        statusOf={reversalMark}
        actionsOf={(fact) => fact.nextActions}
        dangerous={["trust.reverse_fact"]}
        onAct={() => setReversing(true)}
        main={(fact) => (
          <FactsList
            title="这条事实"
            facts={[
              ["原始记录", <RecordLink key="record" record={fact.record} />],
              ["发生日期", fact.occurredOn],
              [
                "单位",
                <Link key="unit" to={paths.unit(fact.unitId)}>
                  {fact.unitName}
                </Link>,
              ],
              ["数量", `${numberText(fact.quantity)} ${fact.measure}`],
              ["人群", fact.audienceName ?? "不分人群"],
              ["主题", fact.topic ?? "不分主题"],
              ["地点", fact.place ?? "没有记录地点"],
              ["计划条款", fact.planTags.join("、") || "不计入计划"],
              ["记录时间", timeText(fact.recordedAt)],
            ]}
          />
        )}
        aside={(fact) => (
          <FactsList
            title="来龙去脉"
            facts={[
              [
                "存证",
                fact.ledgerEntryId === null ? (
                  "还没有登记"
                ) : (
                  <Link key="ledger" to={paths.ledgerEntry(fact.ledgerEntryId)}>
                    查看存证
                  </Link>
                ),
              ],
              ...(fact.reversesId === null
                ? []
                : [
                    [
                      "冲销的是",
                      <Link key="of" to={paths.fact(fact.reversesId)}>
                        原来的事实
                      </Link>,
                    ] as const,
                  ]),
              ...(fact.reversedById === null
                ? []
                : [
                    [
                      "冲销记录",
                      <Link key="by" to={paths.fact(fact.reversedById)}>
                        查看冲销
                      </Link>,
                    ] as const,
                  ]),
              [
                "编号",
                <span key="id" className="mono">
                  {fact.id}
                </span>,
              ],
            ]}
          />
        )}
      />
      {reversing && query.data !== undefined && (
        <FactReverse fact={query.data} onClose={() => setReversing(false)} />
      )}
    </>
  );
};
