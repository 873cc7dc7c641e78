import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { OrganisationReview } from "../../forms/organisation-review.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { reviewStepOf, statusTone, type ReviewStep } from "./organisation-words.ts";
import { ContactReveal } from "./contact-reveal.tsx";

/** One registered organisation: what it says of itself, its proof, and the steps of the review. */
export const OrganisationPage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<ReviewStep>();
  const query = useQuery({
    queryKey: ["/api/organisations", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/organisations/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="组织核验"
        titleOf={(view) => view.name}
        crumbs={[{ label: "组织核验", to: paths.organisations }]}
        statusOf={(view) => <StatusMark tone={statusTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions.filter((next) => reviewStepOf(next.action) !== undefined)}
        dangerous={["reject", "suspend"]}
        onAct={(action) => setStep(reviewStepOf(action.action))}
        main={(view) => (
          <>
            <FactsList
              title="登记内容"
              facts={[
                [
                  "受理编号",
                  <span key="no" className="mono">
                    {view.receiptNo}
                  </span>,
                ],
                ["类型", view.kindName],
                [
                  "统一社会信用代码",
                  <span key="code" className="mono">
                    {view.creditCode}
                  </span>,
                ],
                ["非营利", view.nonProfit ? "是" : "否"],
                [
                  "所在街镇",
                  <Link key="home" to={paths.unit(view.homeUnitId)}>
                    {view.homeUnitName}
                  </Link>,
                ],
                ["地址", view.address],
                ["能提供什么", view.purpose],
                [
                  "证明材料",
                  view.hasProof ? (
                    <a key="proof" href={`/api/organisations/${view.id}/proof`}>
                      下载证明材料
                    </a>
                  ) : (
                    "没有上传"
                  ),
                ],
                [
                  "组织架构中的单位",
                  view.unitId === null ? (
                    "核实后建立"
                  ) : (
                    <Link key="unit" to={paths.unit(view.unitId)}>
                      打开单位
                    </Link>
                  ),
                ],
                ["提交时间", timeText(view.createdAt)],
              ]}
            />
            <ContactReveal organisation={view} />
          </>
        )}
        aside={(view) => (
          <History
            entries={view.history.map((event) => ({
              at: event.at,
              title: event.eventName,
              reason: event.reason,
            }))}
          />
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <OrganisationReview organisation={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
    </>
  );
};
