import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { NeedsView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { StepDialog } from "../../forms/step-dialog.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText } from "../../time-text.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { useOrderUnit } from "./use-order-unit.ts";

type Cell = NeedsView["cells"][number];
type Names = { topic: string; street: string };

const audienceName = (code: string): string =>
  audienceOptions.find((option) => option.value === code)?.label ?? "大家都有";
const forWhom = (cell: Cell): string =>
  Object.entries(cell.audiences)
    .sort((a, b) => b[1] - a[1])
    .map(([code, count]) => `${audienceName(code)} ${count}`)
    .join("、");

const RaiseDialog = ({
  cell,
  names,
  unit,
  onClose,
}: {
  cell: Cell;
  names: Names;
  unit: string;
  onClose: () => void;
}) => (
  <StepDialog
    name="sourcing-raise"
    lists={["/api/order-needs", "/api/sourcing-orders"]}
    onClose={onClose}
    step={{
      title: `找供给：${names.street}，${names.topic}`,
      intro: `这个单交给区里的中心去找能做的人，代表 ${cell.unmet} 个没满足的单。办完之前，同一个街道同一个主题不能再发起。`,
      submit: "发起找供给",
      done: "已发起，区里 3 天内接",
      labels: { wanted: "要找什么" },
      fields: (
        <LongTextField
          name="wanted"
          label="要找什么"
          required
          maxLength={300}
          hint="会做什么的人或队、要什么证、大概多少场。至少 5 个字。"
        />
      ),
      send: ({ body, key }) =>
        write(
          client.POST("/api/sourcing-orders", {
            params: { header: keyed(key) },
            body: {
              unitId: unit,
              topic: cell.topic ?? "",
              streetId: cell.streetId ?? "",
              wanted: textOf(body, "wanted"),
            },
          }),
        ),
    }}
  />
);

/** Searches of the portal that found nothing: needs that nobody wrote down. */
const Searches = ({ searches }: { searches: NeedsView["searches"] }) => (
  <section className="stack" aria-labelledby="needs-searches">
    <h2 id="needs-searches">门户里搜不到的</h2>
    <p className="unknown">
      90 天内没有结果的搜索 {numberText(searches.total)} 次，一个人一种说法一天算一次。不满 10
      次的说法不显示原话，也不保存。
    </p>
    {searches.cells.length > 0 && (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">没有结果的搜索，主题 × 街道</caption>
          <thead>
            <tr>
              <th scope="col">主题</th>
              <th scope="col">街道</th>
              <th scope="col" className="number">
                没有结果
              </th>
            </tr>
          </thead>
          <tbody>
            {searches.cells.map((cell) => (
              <tr key={`${cell.topic} ${cell.unitId}`}>
                <th scope="row">{cell.topicName}</th>
                <td>{cell.unitName}</td>
                <td className="number">{numberText(cell.misses)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
    {searches.words.length > 0 && (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">没有结果的搜索，满 10 次的说法</caption>
          <thead>
            <tr>
              <th scope="col">搜的什么</th>
              <th scope="col" className="number">
                没有结果
              </th>
            </tr>
          </thead>
          <tbody>
            {searches.words.map((one) => (
              <tr key={one.words}>
                <th scope="row">{one.words}</th>
                <td className="number">{numberText(one.misses)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
  </section>
);

/** What nobody in the district could do, by topic × street, beside who could; one press asks for supply. */
export const NeedsPage = () => {
  const me = useMe();
  const unit = useOrderUnit();
  const [raising, setRaising] = useState<{ cell: Cell; names: Names }>();
  const query = useQuery({
    queryKey: ["/api/order-needs", unit],
    queryFn: ({ signal }) => read(client.GET("/api/order-needs", { params: { query: { unit } }, signal })),
    enabled: unit !== "",
  });
  const view = query.data;
  const topicNames = new Map(view?.topics.map((topic) => [topic.code, topic.name]));
  const streetNames = new Map(view?.streets.map((street) => [street.id, street.name]));
  const mayRaise = permissionOf(me, "dispatchOrders").ok;
  return (
    <>
      <PageHead
        title="没满足的需求"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="90 天内办不了的、送到市级中心的、等站点超过 7 天或过了想要的日子的单，按主题和街道合计，多的在前。"
        actions={<Link to={paths.sourcing}>找供给单</Link>}
      />
      {query.isPending && unit !== "" && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {view !== undefined && view.cells.length === 0 && (
        <EmptyState title="没有没满足的需求" hint="有单办不了或等了 7 天，会出现在这里。" />
      )}
      {view !== undefined && view.cells.length > 0 && (
        <div className="stack">
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">没满足的需求，主题 × 街道</caption>
              <thead>
                <tr>
                  <th scope="col">主题</th>
                  <th scope="col">街道</th>
                  <th scope="col" className="number">
                    没满足
                  </th>
                  <th scope="col">给谁</th>
                  <th scope="col" className="number">
                    搜不到
                  </th>
                  <th scope="col" className="number">
                    能做的队
                  </th>
                  <th scope="col">找供给</th>
                </tr>
              </thead>
              <tbody>
                {view.cells.map((cell) => {
                  const names = {
                    topic: topicNames.get(cell.topic) ?? "",
                    street: streetNames.get(cell.streetId) ?? "",
                  };
                  return (
                    <tr key={`${cell.topic ?? ""} ${cell.streetId ?? ""}`}>
                      <th scope="row">{names.topic}</th>
                      <td>{names.street}</td>
                      <td className="number">
                        {/* The board has no filter for “at no street”: a link would open more than is counted here. */}
                        {cell.streetId === null ? (
                          numberText(cell.unmet)
                        ) : (
                          <Link
                            to={paths.ordersBy({
                              owner: unit,
                              near: "unmet",
                              topic: cell.topic ?? "none",
                              unit: cell.streetId,
                            })}
                          >
                            {numberText(cell.unmet)}
                          </Link>
                        )}
                      </td>
                      <td>{forWhom(cell)}</td>
                      <td className="number">{numberText(cell.searches)}</td>
                      <td className={cell.offers === 0 ? "number gap" : "number"}>
                        {numberText(cell.offers)}
                      </td>
                      <td>
                        {cell.sourcing !== null ? (
                          <Link to={paths.sourcingOne(cell.sourcing.id)}>
                            {cell.sourcing.no} {cell.sourcing.statusName}
                          </Link>
                        ) : mayRaise && cell.topic !== null && cell.streetId !== null ? (
                          <Button
                            size="small"
                            aria-label={`发起找供给：${names.street}，${names.topic}`}
                            onClick={() => setRaising({ cell, names })}
                          >
                            发起找供给
                          </Button>
                        ) : (
                          <span className="unknown">先给单定主题和街道</span>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </TableScroll>
          <p className="unknown">
            合计 {numberText(view.cells.reduce((sum, cell) => sum + cell.unmet, 0))} 单，
            {view.topics.length} 个主题，{view.streets.length} 个街道。
          </p>
        </div>
      )}
      {view !== undefined && view.searches.total > 0 && <Searches searches={view.searches} />}
      {raising !== undefined && (
        <RaiseDialog
          cell={raising.cell}
          names={raising.names}
          unit={unit}
          onClose={() => setRaising(undefined)}
        />
      )}
    </>
  );
};
