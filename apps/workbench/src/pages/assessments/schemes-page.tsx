import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { SchemeRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { StepDialog } from "../../forms/step-dialog.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { schemeTone } from "./assessment-words.ts";

/** Score schemes by code, the latest version first. */
export const SchemesPage = () => {
  const me = useMe();
  return (
    <ListPage<SchemeRow>
      title="评分办法"
      intro="考核什么、每项多少分、怎么算，一版一版存着。发布后不能改，要改就起草新版。"
      list="/api/score-schemes"
      load={(query, signal) => read(client.GET("/api/score-schemes", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      rowTo={(row) => paths.scoreScheme(row.id)}
      actions={
        permissionOf(me, "runAssessments").ok ? (
          <Link to={paths.scoreSchemeNew}>起草评分办法</Link>
        ) : undefined
      }
      columns={[
        { key: "title", title: "名称", render: (row) => row.title },
        { key: "version", title: "版本", wrap: "never", render: (row) => `${row.code} 第 ${row.version} 版` },
        { key: "items", title: "项目", align: "right", render: (row) => row.itemCount },
        { key: "points", title: "满分", align: "right", render: (row) => row.fullPoints },
        { key: "unit", title: "考核单位", render: (row) => row.unitName },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={schemeTone(row.status)}>{row.statusName}</StatusMark>,
        },
      ]}
      empty={{ title: "还没有评分办法", hint: "督导员点“起草评分办法”，另一个人发布后就能用来考核。" }}
    />
  );
};

/** One scheme with its items and formulas. */
export const SchemePage = () => {
  const { id = "" } = useParams();
  const [publishing, setPublishing] = useState(false);
  const query = useQuery({
    queryKey: ["/api/score-schemes", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/score-schemes/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="评分办法"
        titleOf={(view) => `${view.title}（第 ${view.version} 版）`}
        crumbs={[{ label: "评分办法", to: paths.scoreSchemes }]}
        statusOf={(view) => <StatusMark tone={schemeTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        onAct={() => setPublishing(true)}
        main={(view) => (
          <section className="panel">
            <h2>
              项目 {view.items.length} 个，满分 {view.fullPoints} 分
            </h2>
            <p>
              <a href={`/api/score-schemes/${view.id}/items.xlsx`} download>
                导出项目表（Excel）
              </a>
            </p>
            <TableScroll>
              <table className="plain-table">
                <caption className="visually-hidden">项目</caption>
                <thead>
                  <tr>
                    <th scope="col">项目</th>
                    <th scope="col">分值</th>
                    <th scope="col">怎么算</th>
                  </tr>
                </thead>
                <tbody>
                  {view.items.map((item) => (
                    <tr key={item.id}>
                      <th scope="row">{item.title}</th>
                      <td className="number">{item.points}</td>
                      <td>
                        {item.kind === "facts"
                          ? `全年“${item.factKindName}”达到 ${item.target} ${item.measure ?? ""}得满分，不足按比例`
                          : `现场评：${item.criterion}`}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          </section>
        )}
      />
      {publishing && (
        <StepDialog
          name="scheme-publish"
          lists={["/api/score-schemes"]}
          onClose={() => setPublishing(false)}
          step={{
            title: "发布评分办法",
            intro: "发布后这一版不能再改。起草的人不能自己发布。",
            submit: "发布",
            done: "已发布",
            send: ({ key }) =>
              write(
                client.POST("/api/score-schemes/{id}/publish", {
                  params: { header: keyed(key), path: { id } },
                  body: {},
                }),
              ),
          }}
        />
      )}
    </>
  );
};
