import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { permissionOf } from "../../capability.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingPage, LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { TreeView } from "./tree-view.tsx";
import { UnitPanel } from "./unit-panel.tsx";

/** The organisation tree beside the unit that is open; the open unit is the address. */
export const UnitsPage = () => {
  const me = useMe();
  const { id } = useParams();
  const [search] = useSearchParams();
  const rootId = search.get("unit") ?? undefined;
  const tree = useQuery({
    queryKey: ["/api/units/tree", rootId],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/units/tree", { params: { query: rootId === undefined ? {} : { rootId } }, signal }),
      ),
  });
  const current = id ?? tree.data?.nodes[0]?.id;
  const unit = useQuery({
    queryKey: ["/api/units", current],
    queryFn: ({ signal }) =>
      read(client.GET("/api/units/{id}", { params: { path: { id: current ?? "" } }, signal })),
    enabled: current !== undefined,
  });
  return (
    <>
      <PageHead
        title={id === undefined || unit.data === undefined ? "组织架构" : unit.data.name}
        {...(id !== undefined && { crumbs: [{ label: "组织架构", to: paths.units }] })}
        actions={permissionOf(me, "importUnits").ok && <Link to={paths.unitImport}>从表格导入单位</Link>}
      />
      {tree.isPending && <LoadingRows rows={10} />}
      {tree.isError && <ProblemView problem={asProblem(tree.error)} onRetry={() => void tree.refetch()} />}
      {tree.isSuccess && tree.data.nodes.length === 0 && (
        <EmptyState title="还没有单位" hint="先建立委员会，再从表格导入街镇、社区和学校。" />
      )}
      {tree.isSuccess && tree.data.nodes.length > 0 && (
        <div className="tree-page">
          <TreeView nodes={tree.data.nodes} current={current} />
          <div className="stack">
            {unit.isPending && <LoadingPage />}
            {unit.isError && (
              <ProblemView problem={asProblem(unit.error)} onRetry={() => void unit.refetch()} />
            )}
            {unit.isSuccess && <UnitPanel unit={unit.data} nodes={tree.data.nodes} />}
          </div>
        </div>
      )}
    </>
  );
};
