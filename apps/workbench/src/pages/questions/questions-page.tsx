import { client, read } from "../../api/client.ts";
import type { QuestionRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { dueOf, timeText } from "../../time-text.ts";
import { audienceName, audienceOptions } from "../contents/contents-words.ts";
import { useExpertFields } from "../contents/use-topics.ts";
import { questionStatusOptions, questionTone, shortQuestion } from "./questions-words.ts";

/** What residents ask; what is due soonest stands first. */
export const QuestionsPage = () => {
  const fields = useExpertFields();
  return (
    <ListPage<QuestionRow>
      title="居民提问"
      intro="先分派给对口的专家，专家写答复，另一个人核对后才发给提问人。答应的是两个工作日内回复。"
      list="/api/questions"
      load={(query, signal) => read(client.GET("/api/questions", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => shortQuestion(row.askedText)}
      rowTo={(row) => paths.question(row.id)}
      searchHint="问题里的字"
      filters={[
        { kind: "choice", name: "status", label: "状态", options: questionStatusOptions },
        ...(fields.length === 0
          ? []
          : [
              {
                kind: "choice" as const,
                name: "field",
                label: "领域",
                options: fields.map((field) => ({ value: field.code, label: field.name })),
              },
            ]),
        { kind: "choice", name: "audience", label: "写给谁", options: audienceOptions },
        { kind: "choice", name: "overdue", label: "期限", options: [{ value: "yes", label: "已超时" }] },
      ]}
      columns={[
        { key: "text", title: "问题", render: (row) => shortQuestion(row.askedText) },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={questionTone(row.status)}>{row.statusName}</StatusMark>,
        },
        {
          key: "due",
          title: "期限",
          render: (row) => {
            if (row.endedAt !== null) return <span className="unknown">已办结</span>;
            const due = dueOf(row.dueAt, new Date());
            return <StatusMark tone={due.tone === "late" ? "urgent" : "waiting"}>{due.text}</StatusMark>;
          },
        },
        {
          key: "expert",
          title: "交给谁",
          render: (row) => row.expertTitle ?? <span className="unknown">还没有分派</span>,
        },
        { key: "unit", title: "单位", render: (row) => row.unitName, hidden: true },
        {
          key: "audience",
          title: "写给谁",
          render: (row) => (row.audience === null ? "都可以" : audienceName(row.audience)),
        },
        { key: "asked", title: "提问时间", wrap: "never", render: (row) => timeText(row.askedAt) },
      ]}
      empty={{ title: "还没有居民提问", hint: "居民在门户点“问专家”提问后，会出现在这里。" }}
    />
  );
};
