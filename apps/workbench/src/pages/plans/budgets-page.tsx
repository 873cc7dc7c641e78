import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { BudgetView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useMe } from "../../me.tsx";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText } from "../../time-text.ts";
import { PlanAct } from "./plan-act.tsx";

type Line = BudgetView["rows"][number];

const lineLabels = {
  unitId: "单位",
  title: "经费名称",
  amount: "金额（元）",
  documentTitle: "列在哪份预算文件",
  documentNo: "文号",
};

const LineAdd = ({ year, onClose }: { year: number; onClose: () => void }) => (
  <PlanAct
    title={`登记 ${year} 年预算经费`}
    name="budget-line"
    labels={lineLabels}
    submitLabel="登记"
    said="已登记"
    onClose={onClose}
    send={({ body, key }) =>
      write(
        client.POST("/api/budget-lines", {
          params: { header: keyed(key) },
          body: {
            unitId: textOf(body, "unitId"),
            year,
            title: textOf(body, "title"),
            amount: Number(textOf(body, "amount")),
            documentTitle: textOf(body, "documentTitle"),
            ...(body["documentNo"] === undefined ? {} : { documentNo: textOf(body, "documentNo") }),
          },
        }),
      )
    }
  >
    <UnitField name="unitId" label={lineLabels.unitId} />
    <TextField name="title" label={lineLabels.title} required maxLength={120} />
    <TextField name="amount" label={lineLabels.amount} required inputMode="numeric" maxLength={12} />
    <TextField name="documentTitle" label={lineLabels.documentTitle} required maxLength={120} />
    <TextField name="documentNo" label={lineLabels.documentNo} maxLength={60} />
  </PlanAct>
);

const spendLabels = {
  amount: "金额（元）",
  spentOn: "支出日期",
  purpose: "用途",
  taskId: "用在哪项任务",
  overReason: "超支原因",
};

const SpendingAdd = ({ line, onClose }: { line: Line; onClose: () => void }) => {
  const tasks = useQuery({
    queryKey: ["/api/plan-tasks", "of", line.unitId],
    queryFn: ({ signal }) =>
      read(client.GET("/api/plan-tasks", { params: { query: { unit: line.unitId, size: 200 } }, signal })),
  });
  return (
    <PlanAct
      title={`登记支出：${line.unitName} ${line.title}`}
      intro={`还剩 ${numberText(line.amount - line.spent)} 元。超出要写原因。`}
      name="budget-spending"
      labels={spendLabels}
      submitLabel="登记支出"
      said="支出已登记"
      onClose={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/budget-lines/{id}/spendings", {
            params: { header: keyed(key), path: { id: line.id } },
            body: {
              amount: Number(textOf(body, "amount")),
              spentOn: textOf(body, "spentOn"),
              purpose: textOf(body, "purpose"),
              ...(body["taskId"] === undefined ? {} : { taskId: textOf(body, "taskId") }),
              ...(body["overReason"] === undefined ? {} : { overReason: textOf(body, "overReason") }),
            },
          }),
        )
      }
    >
      <TextField name="amount" label={spendLabels.amount} required inputMode="numeric" maxLength={12} />
      <DayField name="spentOn" label={spendLabels.spentOn} required />
      <TextField name="purpose" label={spendLabels.purpose} required maxLength={200} />
      <ChoiceField
        name="taskId"
        label={spendLabels.taskId}
        hint="不选就是不分任务。"
        options={(tasks.data?.rows ?? []).map((task) => ({
          value: task.id,
          label: `${task.code} ${task.title}`,
        }))}
      />
      <LongTextField
        name="overReason"
        label={spendLabels.overReason}
        rows={2}
        maxLength={300}
        hint="不超支就不用写。"
      />
    </PlanAct>
  );
};

const LinesTable = ({
  rows,
  onSpend,
}: {
  rows: readonly Line[];
  onSpend: ((line: Line) => void) | undefined;
}) => (
  <TableScroll>
    <table className="plain-table">
      <caption className="table-caption">预算经费和支出</caption>
      <thead>
        <tr>
          <th scope="col">单位</th>
          <th scope="col">经费</th>
          <th scope="col" className="number">
            预算（元）
          </th>
          <th scope="col" className="number">
            已支出（元）
          </th>
          <th scope="col">支出</th>
          {onSpend !== undefined && <th scope="col">下一步</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((line) => (
          <tr key={line.id}>
            <th scope="row">{line.unitName}</th>
            <td>
              {line.title}（{line.documentTitle}
              {line.documentNo}）
            </td>
            <td className="number">{numberText(line.amount)}</td>
            <td className="number">
              {line.spent > line.amount ? (
                <span className="bad">{numberText(line.spent)}</span>
              ) : (
                numberText(line.spent)
              )}
            </td>
            <td>
              {line.spendings.map((one) => (
                <p key={one.id}>
                  {one.spentOn} {numberText(one.amount)} 元 {one.purpose}
                  {one.taskCode !== null && `（任务 ${one.taskCode}）`}
                  {one.overReason !== null && `，超支：${one.overReason}`}
                  {one.cancelledReason !== null && `，已取消：${one.cancelledReason}`}
                </p>
              ))}
            </td>
            {onSpend !== undefined && (
              <td>
                <Button size="small" onClick={() => onSpend(line)}>
                  登记支出<span className="visually-hidden">{`${line.unitName} ${line.title}`}</span>
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </TableScroll>
);

/** Budget lines of a year with what was spent; streets and towns without one stand first, in red. */
export const BudgetsPage = () => {
  const [search, setSearch] = useSearchParams();
  const may = permissionOf(useMe(), "draftWorkPlan").ok;
  const [adding, setAdding] = useState(false);
  const [spending, setSpending] = useState<Line>();
  const asked = Number(search.get("year"));
  const year = Number.isInteger(asked) && asked >= 2000 ? asked : new Date().getFullYear();
  const query = useQuery({
    queryKey: ["/api/budget-lines", year],
    queryFn: ({ signal }) => read(client.GET("/api/budget-lines", { params: { query: { year } }, signal })),
  });
  return (
    <>
      <PageHead
        title={`${year} 年预算经费`}
        intro="每个街道（镇）都要列科普经费。支出超过预算要写原因。"
        actions={
          <>
            <Button onClick={() => setSearch({ year: String(year - 1) })}>{year - 1} 年</Button>{" "}
            <Button onClick={() => setSearch({ year: String(year + 1) })}>{year + 1} 年</Button>{" "}
            <Button href={`/api/budget-lines/export.xlsx?year=${year}`} download>
              导出 Excel
            </Button>{" "}
            {may && (
              <Button type="primary" onClick={() => setAdding(true)}>
                登记经费
              </Button>
            )}
          </>
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.unbudgeted.length > 0 && (
        <section className="panel">
          <h2>
            <StatusMark tone="urgent">{`${query.data.unbudgeted.length} 个街道（镇）还没有列经费`}</StatusMark>
          </h2>
          <p>{query.data.unbudgeted.map((unit) => unit.name).join("、")}</p>
        </section>
      )}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title={`${year} 年还没有登记经费`} hint="联络员点“登记经费”，写明列在哪份预算文件里。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <LinesTable rows={query.data.rows} onSpend={may ? setSpending : undefined} />
      )}
      {adding && <LineAdd year={year} onClose={() => setAdding(false)} />}
      {spending !== undefined && <SpendingAdd line={spending} onClose={() => setSpending(undefined)} />}
    </>
  );
};
