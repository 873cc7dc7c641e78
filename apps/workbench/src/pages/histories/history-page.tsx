import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { HistoryView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { useDone } from "../../forms/use-done.ts";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { historyTones } from "./history-words.ts";

type Act = HistoryView["nextActions"][number];

/** One sheet, every row as it would be written or what is wrong with it; a second person confirms. */
export const HistoryPage = () => {
  const { id = "" } = useParams();
  const [act, setAct] = useState<Act>();
  const query = useQuery({
    queryKey: ["/api/history-imports", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/history-imports/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="往年记录"
        titleOf={(view) => `${view.kindName} 第 ${view.no} 号`}
        crumbs={[{ label: "往年记录", to: paths.histories }]}
        statusOf={(view) => <StatusMark tone={historyTones[view.status]}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["discard"]}
        onAct={(next) => setAct(query.data?.nextActions.find(({ action }) => action === next.action))}
        main={(view) => (
          <>
            <FactsList
              title="这张表"
              facts={[
                ["文件", view.filename],
                ["单位", view.unitName],
                ["上传", `${view.createdByName}，${timeText(view.createdAt)}`],
                ["确认", view.decidedByName ?? "还没有"],
                ["行数", `${view.rowCount} 行，${view.errorCount} 行有错`],
              ]}
            />
            <Rows view={view} />
          </>
        )}
      />
      {act !== undefined && <Decide id={id} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
};

const actionWords = { write: "会写入", skip: "已经有了，跳过", error: "有错" } as const;

const Rows = ({ view }: { view: HistoryView }) => {
  const wrong = view.rows.filter((row) => row.errors.length > 0);
  const [onlyWrong, setOnlyWrong] = useState(wrong.length > 0);
  if (view.rows.length === 0)
    return (
      <section className="panel">
        <h2>逐行检查</h2>
        <p className="unknown">决定以后，表里的姓名和手机号已经删除，不再显示。</p>
      </section>
    );
  return (
    <section className="panel">
      <h2>逐行检查</h2>
      {wrong.length > 0 && (
        <label className="check">
          <input
            type="checkbox"
            checked={onlyWrong}
            onChange={(event) => setOnlyWrong(event.target.checked)}
          />{" "}
          只看有错的 {wrong.length} 行
        </label>
      )}
      <TableScroll>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">结果</th>
              {view.columns.map(({ key, title }) => (
                <th key={key} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(onlyWrong ? wrong : view.rows).map((row) => (
              <tr key={row.line} className={row.errors.length > 0 ? "bad" : undefined}>
                <td>{row.line}</td>
                <td className="row-errors">{row.errors.join("") || actionWords[row.action]}</td>
                {view.columns.map(({ key }) => (
                  <td key={key}>{row.values[key] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
};

const Decide = ({ id, act, onClose }: { id: string; act: Act; onClose: () => void }) => {
  const done = useDone(["/api/history-imports", "/api/waiting", "/api/teams", "/api/service-hours"], onClose);
  const params = (key: string) => ({ header: keyed(key), path: { id } });
  const isApply = act.action === "apply";
  return (
    <ActDialog
      title={act.label}
      intro={
        isApply
          ? "所有行一次写入，都记成补录，您和上传人的名字都会留下。写入后，表里的姓名和手机号从这里删除。"
          : "什么也不写入，表里的姓名和手机号立即删除。"
      }
      name="history-decide"
      labels={{}}
      submitLabel={act.label}
      danger={!isApply}
      onCancel={onClose}
      send={({ key }) =>
        isApply
          ? write(client.POST("/api/history-imports/{id}/apply", { params: params(key) }))
          : write(client.POST("/api/history-imports/{id}/discard", { params: params(key) }))
      }
      onDone={() => done(isApply ? "已写入" : "已放弃")}
    >
      {null}
    </ActDialog>
  );
};
