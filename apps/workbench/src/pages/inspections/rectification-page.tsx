import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { RectificationView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { FileField, multipart } from "../../form/file-field.tsx";
import { textOf } from "../../form/form-errors.ts";
import { type Step, StepDialog } from "../../forms/step-dialog.tsx";
import { paths } from "../../paths.ts";
import { rectificationTone } from "./inspection-words.ts";

const settling = {
  verify: { title: "复核通过", intro: "看过佐证，改到位了。记为一件事实。", needsNote: false },
  return: { title: "退回", intro: "被检查单位会看到原因，回到待整改。", needsNote: true },
  close: { title: "销号", intro: "整改结束，经过留着。", needsNote: false },
} as const;
const addresses = {
  verify: "/api/rectifications/{id}/verify",
  return: "/api/rectifications/{id}/return",
  close: "/api/rectifications/{id}/close",
} as const;

const stepOf = (view: RectificationView, action: string): Step | undefined => {
  if (action === "report")
    return {
      title: "报告整改",
      intro: "写怎么改的，附一份佐证：本系统里一条记录的地址，或一份文件。",
      submit: "报告",
      done: "已报告，等复核",
      labels: { note: "怎么整改的", evidenceLink: "佐证在本系统里的地址", evidence: "佐证文件" },
      fields: (
        <>
          <LongTextField name="note" label="怎么整改的" required maxLength={2000} />
          <TextField name="evidenceLink" label="佐证在本系统里的地址" maxLength={300} hint="以“/”开头。" />
          <FileField name="evidence" label="佐证文件" />
        </>
      ),
      send: (sent) =>
        write(
          client.POST("/api/rectifications/{id}/reports", {
            params: { header: keyed(sent.key), path: { id: view.id } },
            ...multipart(sent.values),
          }),
        ),
    };
  if (action !== "verify" && action !== "return" && action !== "close") return undefined;
  const words = settling[action];
  return {
    title: words.title,
    intro: words.intro,
    submit: words.title,
    done: `已${words.title}`,
    ...(words.needsNote ? { danger: true as const } : {}),
    labels: { note: "说明" },
    fields: (
      <LongTextField
        name="note"
        label="说明"
        required={words.needsNote}
        maxLength={300}
        hint={words.needsNote ? "至少 5 个字。" : "可以不填。"}
      />
    ),
    send: (sent) =>
      write(
        client.POST(addresses[action], {
          params: { header: keyed(sent.key), path: { id: view.id } },
          body: { note: textOf(sent.body, "note") },
        }),
      ),
  };
};

/** One rectification with everything that happened to it. */
export const RectificationPage = () => {
  const { id = "" } = useParams();
  const [action, setAction] = useState<string>();
  const query = useQuery({
    queryKey: ["/api/rectifications", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/rectifications/{id}", { params: { path: { id } }, signal })),
  });
  const step = action === undefined || query.data === undefined ? undefined : stepOf(query.data, action);
  return (
    <>
      <DetailPage
        query={query}
        title="整改"
        titleOf={(view) => `整改 ${view.no} 号`}
        crumbs={[{ label: "整改", to: paths.rectifications }]}
        statusOf={(view) => <StatusMark tone={rectificationTone(view)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["return"]}
        onAct={(next) => setAction(next.action)}
        main={(view) => (
          <>
            <FactsList
              title="这项整改"
              facts={[
                ["改什么", view.body],
                ["单位", view.unitName],
                ["下达日期", view.orderedOn],
                ["期限", view.dueOn],
                [
                  "哪次检查",
                  <Link key="inspection" to={paths.inspection(view.inspectionId)}>
                    {view.inspectionTitle}
                  </Link>,
                ],
              ]}
            />
            {view.steps.some((one) => one.event === "report") && (
              <section className="panel">
                <h2>佐证</h2>
                <ul>
                  {view.steps
                    .filter((one) => one.event === "report")
                    .map((one) => (
                      <li key={one.id}>
                        {one.note}
                        {one.evidenceLink !== null && <a href={one.evidenceLink}>看记录</a>}
                        {one.hasFile && <a href={`/api/rectification-steps/${one.id}/evidence`}>看文件</a>}
                      </li>
                    ))}
                </ul>
              </section>
            )}
          </>
        )}
        aside={(view) => (
          <History
            entries={view.steps.map((one) => ({ at: one.at, title: one.eventName, reason: one.note }))}
          />
        )}
      />
      {step !== undefined && (
        <StepDialog
          name="rectification-act"
          step={step}
          lists={["/api/rectifications", "/api/inspections"]}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  );
};
