import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { StreetRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { multipart } from "../../form/file-field.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText, timeText } from "../../time-text.ts";
import { ImportForm } from "./import-form.tsx";
import { StreetMap } from "./street-map.tsx";
import { useOrderUnit } from "./use-order-unit.ts";

const measures = {
  open: "没办完的单",
  late: "已超时的单",
  unmet: "没满足的需求",
  served: "今年做完的单",
} as const;
type Measure = keyof typeof measures;
const measureCodes: readonly Measure[] = ["open", "late", "unmet", "served"];

type Span = { unit: string; from: string; to: string };
/** The list that holds what a number counts. */
const listOf = (measure: Measure | "waiting", street: string, { unit, from, to }: Span): string => {
  const place = { unit: street, owner: unit };
  switch (measure) {
    case "open":
      return paths.ordersBy({ ...place, status: openStatuses });
    case "waiting":
      return paths.ordersBy({ ...place, status: undefined });
    case "late":
      return paths.ordersBy({ ...place, near: "late" });
    case "unmet":
      return paths.ordersBy({ ...place, near: "unmet" });
    case "served":
      return paths.ordersBy({ ...place, did: "served", from, to });
    default: {
      const never: never = measure;
      return never;
    }
  }
};
const openStatuses =
  "submitted,screened,dispatched,declined,timed_out,accepted,scheduled,under_way,no_show,substituted,done,confirmed,reopened,merged,sent_up";

const Figures = ({ rows, span }: { rows: readonly StreetRow[]; span: Span }) => {
  const cell = (row: StreetRow, measure: Measure | "waiting") => (
    <td className="number">
      {row.unitId === null || row[measure] === 0 ? (
        numberText(row[measure])
      ) : (
        <Link to={listOf(measure, row.unitId, span)}>{numberText(row[measure])}</Link>
      )}
    </td>
  );
  return (
    <TableScroll>
      <table className="plain-table">
        <caption className="visually-hidden">按街道的单</caption>
        <thead>
          <tr>
            <th scope="col">街道、镇、园区</th>
            <th scope="col">没办完</th>
            <th scope="col">等站点办</th>
            <th scope="col">已超时</th>
            <th scope="col">没满足</th>
            <th scope="col">今年做完</th>
            <th scope="col">人次</th>
            <th scope="col">上次服务</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unitId ?? "none"}>
              <th scope="row">{row.name}</th>
              {cell(row, "open")}
              {cell(row, "waiting")}
              {cell(row, "late")}
              {cell(row, "unmet")}
              {cell(row, "served")}
              <td className="number">{numberText(row.people)}</td>
              <td className="one-line">{row.lastOn ?? "今年还没有"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
};

/** Orders by street, drawn from the district's own shapes, with the same figures as a table. */
export const StreetMapPage = () => {
  const me = useMe();
  const unit = useOrderUnit();
  const [search, setSearch] = useSearchParams();
  const measure = measureCodes.find((code) => code === search.get("show")) ?? "open";
  const query = useQuery({
    queryKey: ["/api/street-map", unit],
    queryFn: ({ signal }) => read(client.GET("/api/street-map", { params: { query: { unit } }, signal })),
    enabled: unit !== "",
  });
  const view = query.data;
  const byId = new Map((view?.rows ?? []).map((row) => [row.unitId ?? "", row]));
  const shapes = (view?.shapes ?? []).filter((shape) => byId.has(shape.unitId));
  const span = { unit, from: view?.from ?? "", to: view?.to ?? "" };
  const choose = (next: string): void =>
    setSearch((old) => {
      const changed = new URLSearchParams(old);
      changed.set("show", next);
      return changed;
    });
  return (
    <>
      <PageHead
        title="街道地图"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="每个街道、镇、园区有多少单。点一块或一个数，打开那些单。只有数量，没有居民的姓名和地址。"
      />
      {query.isPending && unit !== "" && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {view !== undefined && (
        <div className="stack">
          <fieldset className="choice-row">
            <legend>地图上显示</legend>
            {measureCodes.map((code) => (
              <label key={code}>
                <input type="radio" name="show" checked={measure === code} onChange={() => choose(code)} />{" "}
                {measures[code]}
              </label>
            ))}
          </fieldset>
          <div className="map-columns">
            {shapes.length === 0 ? (
              <EmptyState
                title="还没有地图"
                hint="管理员在下面导入本区自己的 GeoJSON。没有地图时，表里的数一样可以点。"
              />
            ) : (
              <figure>
                <StreetMap
                  shapes={shapes}
                  label={`按街道的${measures[measure]}`}
                  valueOf={(id) => byId.get(id)?.[measure] ?? 0}
                  nameOf={(id) => byId.get(id)?.name ?? ""}
                  toOf={(id) => listOf(measure, id, span)}
                />
                <figcaption className="unknown">
                  {measures[measure]}，颜色越深越多。地图来源：{view.source}
                  {view.importedAt !== null && `，${timeText(view.importedAt).slice(0, 10)} 导入`}。
                </figcaption>
              </figure>
            )}
            <Figures rows={view.rows} span={span} />
          </div>
          {permissionOf(me, "importMap").ok && (
            <ImportForm
              title="换成新的地图"
              hint="GeoJSON（RFC 7946），每个街道一个 Polygon 或 MultiPolygon，properties 里写 name（和组织架构里一样）或 code（12 位区划代码）。最多 4 MB、300 个、每个 5000 个点。全对才写入，写入后换掉原来的。"
              accept=".geojson,.json"
              sourceLabel="地图来源"
              lineName="个图形"
              list="/api/street-map"
              send={(body, key) =>
                write(
                  client.POST("/api/street-map/import", {
                    params: { header: keyed(key) },
                    ...multipart(body),
                  }),
                )
              }
            />
          )}
        </div>
      )}
    </>
  );
};
