import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { Link, useNavigate } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { TemplateRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { audienceName, kindName } from "./contents-words.ts";

/** What drafts may begin with. */
export const TemplatesPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const mayManage = permissionOf(me, "manageTemplates").ok;
  const query = useQuery({
    queryKey: ["/api/content-templates"],
    queryFn: ({ signal }) => read(client.GET("/api/content-templates", { signal })),
  });
  const retire = (row: TemplateRow): void => {
    modal.confirm({
      title: `停用“${row.name}”？`,
      content: "以后写新稿时不再出现；已经用它写的稿件不受影响。",
      okText: "停用",
      cancelText: "先不停用",
      onOk: async () => {
        try {
          await write(
            client.POST("/api/content-templates/{id}/retire", {
              params: { header: keyed(createKey()), path: { id: row.id } },
            }),
          );
          void message.success("已停用");
        } catch (thrown) {
          void message.error(asProblem(thrown).message);
        }
        void queries.invalidateQueries({ queryKey: ["/api/content-templates"] });
      },
    });
  };
  return (
    <>
      <PageHead
        title="稿件模板"
        intro="写新稿或采纳选题时，草稿从合适的模板开始。提示写成〔待写：…〕，没换掉就送不了审。"
        actions={
          mayManage && (
            <Button type="primary" onClick={() => void navigate(paths.template("new"))}>
              新建模板
            </Button>
          )
        }
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有模板" hint="点“新建模板”，把常用的小标题和提示写进去。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <section className="panel">
          <TableScroll>
            <table className="plain-table">
              <caption>正在用的 {query.data.rows.length} 个模板</caption>
              <thead>
                <tr>
                  <th scope="col">模板</th>
                  <th scope="col">形式</th>
                  <th scope="col">人群</th>
                  <th scope="col">什么时候用</th>
                  <th scope="col">改于</th>
                  {mayManage && <th scope="col">下一步</th>}
                </tr>
              </thead>
              <tbody>
                {query.data.rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <Link to={paths.template(row.id)}>{row.name}</Link>
                    </th>
                    <td>{kindName(row.kind)}</td>
                    <td>{row.audience === null ? "都可以" : audienceName(row.audience)}</td>
                    <td>{row.about}</td>
                    <td className="one-line">{timeText(row.updatedAt)}</td>
                    {mayManage && (
                      <td>
                        <Button size="small" aria-label={`停用模板 ${row.name}`} onClick={() => retire(row)}>
                          停用
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </section>
      )}
    </>
  );
};
