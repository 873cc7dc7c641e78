import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { QuestionView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History, type HistoryEntry } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { CardWrite } from "../../forms/card-write.tsx";
import { QuestionAct } from "../../forms/question-act.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { ProblemView } from "../../shell/problem-view.tsx";
import { dueOf, timeText } from "../../time-text.ts";
import { audienceName } from "../contents/contents-words.ts";
import { cardWords, contactWords, firstCardOf, questionTone, shortQuestion } from "./questions-words.ts";

const historyOf = (view: QuestionView): readonly HistoryEntry[] => [
  {
    at: view.askedAt,
    title: "提问",
    who: view.helperName === null ? view.askerName : `${view.askerName}（由${view.helperName}代问）`,
  },
  ...(view.draftedAt === null ? [] : [{ at: view.draftedAt, title: "写好答复", who: view.draftedByName }]),
  ...(view.endedAt === null
    ? []
    : [
        {
          at: view.endedAt,
          title: view.statusName,
          who: view.checkedByName,
          reason: view.closedReason,
        },
      ]),
];

/** The number stays closed until somebody needs to call; each look is on record. */
const PhoneReveal = ({ id }: { id: string }) => {
  const [key] = useState(createKey);
  const open = useMutation({
    mutationFn: () =>
      write(client.POST("/api/questions/{id}/contact", { params: { header: keyed(key), path: { id } } })),
  });
  return (
    <section className="panel">
      <h2>提问人的手机号</h2>
      <p aria-live="polite">{open.data === undefined ? "答复发出时会自动发短信告知。" : open.data.phone}</p>
      {open.isError && <ProblemView problem={asProblem(open.error)} onRetry={() => open.mutate()} />}
      {open.data === undefined && (
        <p>
          <Button onClick={() => open.mutate()} loading={open.isPending}>
            查看手机号
          </Button>{" "}
          <span className="unknown">查看会被记录。</span>
        </p>
      )}
    </section>
  );
};

/** One question: what was asked, what was written, who does the next step. */
export const QuestionPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [act, setAct] = useState<string>();
  const [writing, setWriting] = useState(false);
  const query = useQuery({
    queryKey: ["/api/questions", id],
    queryFn: ({ signal }) => read(client.GET("/api/questions/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="居民提问"
        titleOf={(view) => shortQuestion(view.askedText)}
        crumbs={[{ label: "居民提问", to: paths.questions }]}
        statusOf={(view) => <StatusMark tone={questionTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["close", "return"]}
        onAct={(action) => setAct(action.action)}
        main={(view) => (
          <>
            <section className="panel">
              <h2>问题</h2>
              <p className="kept-lines">{view.askedText}</p>
              {view.voiceSeconds !== null && (
                <p>
                  语音 {view.voiceSeconds} 秒，<a href={`/api/questions/${view.id}/voice`}>听</a>
                  <span className="unknown">（听会被记录）</span>
                  {view.heardByName !== null && `。上面的文字由${view.heardByName}听写`}
                </p>
              )}
              {view.hasPhoto && (
                <p>
                  <img
                    className="question-photo"
                    src={`/api/questions/${view.id}/photo`}
                    alt="提问人附的照片"
                  />
                </p>
              )}
              {view.article !== null && (
                <p>
                  看《<a href={`/articles/${view.article.no}`}>{view.article.title}</a>》时问的。
                </p>
              )}
            </section>
            {view.answer !== null && (
              <section className="panel">
                <h2>{view.status === "answered" ? "答复" : "答复草稿（提问人还看不到）"}</h2>
                <p className="kept-lines">{view.answer}</p>
                {view.returnReason !== null && <p>退回原因：{view.returnReason}</p>}
                {view.status === "answered" && permissionOf(me, "writeCards").ok && (
                  <p>
                    {view.cardStatus === null ? (
                      <Button onClick={() => setWriting(true)}>写成谁都搜得到的问答卡</Button>
                    ) : (
                      <Link to={paths.questionCards}>{cardWords[view.cardStatus]}</Link>
                    )}
                  </p>
                )}
              </section>
            )}
            {view.contact === "phone" && permissionOf(me, "questionContact").ok && (
              <PhoneReveal id={view.id} />
            )}
          </>
        )}
        aside={(view) => (
          <>
            <FactsList
              title="要点"
              facts={[
                [
                  "答应的时间",
                  view.endedAt === null ? dueOf(view.dueAt, new Date()).text : timeText(view.dueAt),
                ],
                ["写给谁", view.audience === null ? "都可以" : audienceName(view.audience)],
                ["主题", view.topicName ?? "没有选"],
                ["专家", view.expertTitle ?? "还没有分派"],
                ["领域", view.fieldName ?? "还没有分派"],
                ["单位", view.unitName],
                ["怎么答复", contactWords[view.contact]],
              ]}
            />
            <History entries={historyOf(view)} />
          </>
        )}
      />
      {writing && query.data !== undefined && (
        <CardWrite questionId={id} initial={firstCardOf(query.data)} onClose={() => setWriting(false)} />
      )}
      {act !== undefined && query.data !== undefined && (
        <QuestionAct question={query.data} act={act} onClose={() => setAct(undefined)} />
      )}
    </>
  );
};
