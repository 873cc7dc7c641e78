import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { NoticeRow } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { NoticeIssue } from "../../forms/inspection-act.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

/** Notices that the reader's units sent. */
export const NoticesPage = () => {
  const [issuing, setIssuing] = useState(false);
  return (
    <>
      <ListPage<NoticeRow>
        title="通知"
        intro="发给部门、街道和镇的通知，按单位签收。"
        list="/api/unit-notices"
        load={(query, signal) => read(client.GET("/api/unit-notices", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        rowTo={(row) => paths.unitNotice(row.id)}
        actions={<Button onClick={() => setIssuing(true)}>发通知</Button>}
        columns={[
          { key: "title", title: "通知", render: (row) => `${row.no} ${row.title}` },
          { key: "issuedAt", title: "发出时间", wrap: "never", render: (row) => timeText(row.issuedAt) },
          { key: "receiveBy", title: "签收期限", wrap: "never", render: (row) => row.receiveBy ?? "—" },
          {
            key: "received",
            title: "已签收",
            align: "right",
            render: (row) => `${row.receivedCount} / ${row.sentCount}`,
          },
        ]}
        empty={{ title: "还没有发过通知", hint: "点“发通知”，选单位，谁没签收一眼看到。" }}
      />
      {issuing && <NoticeIssue onClose={() => setIssuing(false)} />}
    </>
  );
};

/** One notice: the units that have not received it come first. */
export const NoticePage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/unit-notices", id],
    queryFn: ({ signal }) => read(client.GET("/api/unit-notices/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <DetailPage
      query={query}
      title="通知"
      titleOf={(view) => view.title}
      crumbs={[{ label: "通知", to: paths.unitNotices }]}
      main={(view) => {
        const waiting = view.receipts.filter((row) => row.receivedAt === null);
        return (
          <>
            <FactsList
              title="通知"
              facts={[
                ["发通知的单位", view.unitName],
                ["内容", view.body],
                ["发出时间", timeText(view.issuedAt)],
                ["签收期限", view.receiveBy],
              ]}
            />
            <p className="row-buttons">
              <a href={`/api/unit-notices/${view.id}/notice.docx`} download>
                下载通知（Word）
              </a>
            </p>
            <section className="panel">
              <h2>还没有签收 {waiting.length} 个单位</h2>
              {waiting.length === 0 ? (
                <p>都签收了。</p>
              ) : (
                <ul>
                  {waiting.map((row) => (
                    <li key={row.unitId}>{row.unitName}</li>
                  ))}
                </ul>
              )}
            </section>
            <section className="panel">
              <h2>已签收 {view.receivedCount} 个单位</h2>
              <ul>
                {view.receipts
                  .filter((row) => row.receivedAt !== null)
                  .map((row) => (
                    <li key={row.unitId}>
                      {row.unitName}：{timeText(row.receivedAt)}
                    </li>
                  ))}
              </ul>
            </section>
          </>
        );
      }}
    />
  );
};
