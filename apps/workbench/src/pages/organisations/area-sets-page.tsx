import { TableScroll } from "../../detail/table-scroll.tsx";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { AreaSetView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { AreaMemberAdd } from "../../forms/area-member-add.tsx";
import { AreaMemberEnd } from "../../forms/area-member-end.tsx";
import { AreaSetCreate } from "../../forms/area-set-create.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

type Open =
  | { form: "set" }
  | { form: "member"; set: AreaSetView }
  | { form: "end"; set: AreaSetView; member: AreaSetView["members"][number] };

/** The sets of areas (直管/托管): which unit belongs to which, from when until when. */
export const AreaSetsPage = () => {
  const may = permissionOf(useMe(), "manageAreas").ok;
  const [open, setOpen] = useState<Open>();
  const query = useQuery({
    queryKey: ["/api/area-sets"],
    queryFn: ({ signal }) => read(client.GET("/api/area-sets", { signal })),
  });
  const close = (): void => setOpen(undefined);
  return (
    <>
      <PageHead
        title="区域划分"
        intro="直管、托管等片区按日期记录：同一划分里，一个单位同一天只属于一个片区；过去的归属不会被改掉。"
        actions={
          may && (
            <Button type="primary" onClick={() => setOpen({ form: "set" })}>
              新建片区
            </Button>
          )
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有片区" hint="先新建“直管区”“托管区”这样的片区，再把街镇加进去。" />
      )}
      <div className="stack">
        {query.data?.rows.map((set) => (
          <section key={set.id} className="panel" aria-labelledby={`set-${set.id}`}>
            <div className="panel-head">
              <h2 id={`set-${set.id}`}>{set.name}</h2>
              {may && <Button onClick={() => setOpen({ form: "member", set })}>加入单位</Button>}
            </div>
            <p className="unknown">
              {set.validFrom} 起{set.validTo === null ? "" : `，至 ${set.validTo}`} · 现有 {set.memberCount}{" "}
              个单位{set.description === "" ? "" : ` · ${set.description}`}
            </p>
            {set.members.length > 0 && (
              <TableScroll>
                <table className="plain-table">
                  <caption className="visually-hidden">{set.name}的单位</caption>
                  <thead>
                    <tr>
                      <th scope="col">单位</th>
                      <th scope="col">起</th>
                      <th scope="col">止</th>
                      {may && <th scope="col">办理</th>}
                    </tr>
                  </thead>
                  <tbody>
                    {set.members.map((member) => (
                      <tr key={member.id}>
                        <td>
                          <Link to={paths.unit(member.unitId)} data-row-link="">
                            {member.unitName}
                          </Link>
                        </td>
                        <td className="one-line">{member.validFrom}</td>
                        <td className="one-line">{member.validTo ?? "至今"}</td>
                        {may && (
                          <td className="one-line">
                            {member.validTo === null ? (
                              <button
                                type="button"
                                className="link-button"
                                onClick={() => setOpen({ form: "end", set, member })}
                              >
                                结束<span className="visually-hidden">{member.unitName}的归属</span>
                              </button>
                            ) : (
                              "已结束"
                            )}
                          </td>
                        )}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            )}
          </section>
        ))}
      </div>
      {open?.form === "set" && <AreaSetCreate onClose={close} />}
      {open?.form === "member" && <AreaMemberAdd set={open.set} onClose={close} />}
      {open?.form === "end" && <AreaMemberEnd set={open.set} member={open.member} onClose={close} />}
    </>
  );
};
