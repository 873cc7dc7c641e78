import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { ServiceItemRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ServiceItemCreate } from "../../forms/service-item-create.tsx";
import { useMe } from "../../me.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

/** The service menu (服务菜单): what residents can order, what it asks of a team, and whether it is open. */
export const ServiceItemsPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const mayEdit = permissionOf(me, "editServiceItems").ok;
  const query = useQuery({
    queryKey: ["/api/service-items"],
    queryFn: ({ signal }) => read(client.GET("/api/service-items", { signal })),
  });
  const turn = async (item: ServiceItemRow): Promise<void> => {
    try {
      await write(
        client.POST("/api/service-items/{code}/open", {
          params: { header: keyed(createKey()), path: { code: item.code } },
          body: { open: item.isOpen ? "no" : "yes" },
        }),
      );
      void message.success(item.isOpen ? "已停止点单，在办的单继续" : "已开放点单");
      void queries.invalidateQueries({ queryKey: ["/api/service-items"] });
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  return (
    <>
      <PageHead
        title="服务菜单"
        intro="居民能点什么，每一项要什么样的队。停止的项目不能再点，在办的单继续办完。"
        actions={mayEdit ? <Button onClick={() => setAdding(true)}>加一项服务</Button> : undefined}
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">服务菜单</caption>
            <thead>
              <tr>
                <th scope="col">服务</th>
                <th scope="col">给谁</th>
                <th scope="col">主题</th>
                <th scope="col">要会</th>
                <th scope="col">要证</th>
                <th scope="col">对身体</th>
                <th scope="col">时长与人手</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((item) => (
                <tr key={item.code}>
                  <th scope="row">
                    <a href={`/orders/new?item=${encodeURIComponent(item.code)}`}>{item.title}</a>
                    {item.little !== undefined && (
                      <p>
                        3–6 岁动手做：用到{item.little.materials}；当心{item.little.hazards}；每{" "}
                        {item.little.childrenPerAdult} 个孩子至少 1 位大人
                      </p>
                    )}
                  </th>
                  <td>{item.audienceNames.join("、")}</td>
                  <td>{item.topicName}</td>
                  <td>{item.skillName}</td>
                  <td>{item.badgeNames.join("、") || "不要"}</td>
                  <td>{item.demandNames.join("、") || "没有要求"}</td>
                  <td>
                    {item.minutes} 分钟，{item.volunteers} 人
                  </td>
                  <td>
                    <StatusMark tone={item.isOpen ? "done" : "quiet"}>
                      {item.isOpen ? "开放" : "停止"}
                    </StatusMark>
                    {mayEdit && (
                      <Button size="small" onClick={() => void turn(item)}>
                        {item.isOpen ? `停止${item.title}` : `开放${item.title}`}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {adding && <ServiceItemCreate onClose={() => setAdding(false)} />}
    </>
  );
};
