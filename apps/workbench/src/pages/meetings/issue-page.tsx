import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { IssueAct, isIssueStep, type IssueStep } from "../../forms/issue-act.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { issueTone } from "./meeting-words.ts";

/** One issue, with those that read alike beside it. */
export const IssuePage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<IssueStep>();
  const query = useQuery({
    queryKey: ["/api/joint-issues", id],
    queryFn: ({ signal }) => read(client.GET("/api/joint-issues/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="议题"
        titleOf={(view) => view.title}
        crumbs={[{ label: "联席会议议题", to: paths.jointIssues }]}
        statusOf={(view) => <StatusMark tone={issueTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        onAct={(next) => setStep(isIssueStep(next.action) ? next.action : undefined)}
        main={(view) => (
          <>
            <FactsList
              title="这个议题"
              facts={[
                ["编号", `议题 ${view.no} 号`],
                ["提出单位", view.unitName],
                ["是什么", view.kindName],
                ["分类", view.category === null ? null : view.categoryName],
                ["具体情况", view.body],
                ["提出时间", timeText(view.createdAt)],
                ["并入这里的", view.mergedCount === 0 ? "没有" : `${view.mergedCount} 件`],
                ...(view.answer === null ? [] : [["答复", view.answer] as const]),
                ...(view.mergedIntoId === null
                  ? []
                  : [
                      [
                        "并入了",
                        <Link key="into" to={paths.jointIssue(view.mergedIntoId)}>
                          议题 {view.mergedIntoNo} 号
                        </Link>,
                      ] as const,
                    ]),
                ...(view.hasPhoto
                  ? [
                      [
                        "照片",
                        <a key="photo" href={`/api/joint-issues/${view.id}/photo`}>
                          打开
                        </a>,
                      ] as const,
                    ]
                  : []),
              ]}
            />
            {view.similar.length > 0 && (
              <section className="panel">
                <h2>字面相近的议题</h2>
                <p>按标题和内容里相同的词算的，是不是一回事由您看。</p>
                <ul className="candidates">
                  {view.similar.map((other) => (
                    <li key={other.id}>
                      <strong>
                        <Link to={paths.jointIssue(other.id)}>
                          {other.no} {other.title}
                        </Link>
                      </strong>
                      <span>
                        {other.unitName}，相近 {Math.round(other.likeness * 100)}%
                      </span>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <IssueAct issue={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
    </>
  );
};
