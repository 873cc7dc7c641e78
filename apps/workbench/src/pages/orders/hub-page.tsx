import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useId, useState, type FormEvent } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { multipart } from "../../form/file-field.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

/** What went up to the city's hub, the file for it, and its answers back. */
export const HubPage = () => {
  const query = useQuery({
    queryKey: ["/api/hub-exchanges"],
    queryFn: ({ signal }) => read(client.GET("/api/hub-exchanges", { signal })),
  });
  return (
    <>
      <PageHead
        title="上送市级中心"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="区里办不了的单，导出文件交给市级资源集散中心；回音按文件登记。文件里没有居民的姓名、电话和地址。"
        actions={
          <>
            <a href="/api/hub-exchanges/export?as=json">导出 JSON</a>{" "}
            <a href="/api/hub-exchanges/export?as=csv">导出 CSV</a>
          </>
        }
      />
      <AnswerFile />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="没有上送的单" hint="在一个单里点“往上送”，选市级资源集散中心。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">上送的单</caption>
            <thead>
              <tr>
                <th scope="col">单</th>
                <th scope="col">地点</th>
                <th scope="col">上送时间</th>
                <th scope="col">为什么</th>
                <th scope="col">市级中心</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={`${row.orderId}${row.sentAt}`}>
                  <td>
                    <Link to={paths.order(row.orderId)} className="row-link">
                      {row.no} {row.title}
                    </Link>
                  </td>
                  <td>{row.place}</td>
                  <td className="one-line">{timeText(row.sentAt)}</td>
                  <td className="wide-cell">{row.reason}</td>
                  <td>{[row.statusName, row.hubRef ?? "", row.note ?? ""].filter(Boolean).join("，")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};

const AnswerFile = () => {
  const id = useId();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [key, setKey] = useState(createKey);
  const upload = useMutation({
    mutationFn: async (chosen: File) =>
      write(
        client.POST("/api/hub-exchanges/import", {
          params: { header: keyed(key) },
          ...multipart({ file: chosen }),
        }),
      ),
    onSuccess: () => {
      for (const list of ["/api/hub-exchanges", "/api/orders"])
        void queries.invalidateQueries({ queryKey: [list] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file !== undefined) upload.mutate(file);
  };
  return (
    <form className="panel act-form stack" onSubmit={submit} noValidate>
      <h2>登记回音</h2>
      {upload.isError && <ProblemView problem={asProblem(upload.error)} />}
      <label htmlFor={id}>市级中心回传的文件（.json、.csv、.xlsx）</label>
      <input
        id={id}
        type="file"
        accept=".json,.csv,.xlsx"
        onChange={(event) => {
          setKey(createKey());
          upload.reset();
          setFile(event.target.files?.[0]);
        }}
      />
      <Button htmlType="submit" disabled={file === undefined} loading={upload.isPending}>
        登记回音
      </Button>
      {upload.isSuccess && (
        <output>
          <ul>
            {upload.data.rows.map((row, index) => (
              <li key={`${row.no}-${String(index)}`}>
                {row.no}：{row.ok ? "" : "没有登记，"}
                {row.sentence}
              </li>
            ))}
          </ul>
        </output>
      )}
    </form>
  );
};
