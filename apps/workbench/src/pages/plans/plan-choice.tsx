import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useId, useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { PlanView } from "../../api/views.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { useUnitOptions } from "./use-unit-options.ts";
import { ProblemView } from "../../shell/problem-view.tsx";

/** What the clauses of a draft would become; all are ticked, a person unticks and names who leads what names nobody. */
export const PlanChoice = ({ view }: { view: PlanView }) => {
  const id = useId();
  const queries = useQueryClient();
  const units = useUnitOptions();
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [lead, setLead] = useState("");
  const [key] = useState(createKey);
  const chosen = view.suggestions.filter((one) => !out.has(one.clauseId));
  const make = useMutation({
    mutationFn: () =>
      write(
        client.POST("/api/plan-documents/{id}/suggested-tasks", {
          params: { header: keyed(key), path: { id: view.id } },
          body: {
            clauseIds: chosen.map((one) => one.clauseId),
            ...(lead === "" ? {} : { defaultLeadUnitId: lead }),
          },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["/api/plan-documents"] }),
  });
  const toggle = (clauseId: string): void => {
    const next = new Set(out);
    if (!next.delete(clauseId)) next.add(clauseId);
    setOut(next);
  };
  return (
    <section className="panel stack">
      <h2>选哪些条款成为任务</h2>
      {make.isError && <ProblemView problem={asProblem(make.error)} onRetry={() => make.mutate()} />}
      <div className="plain-field">
        <label htmlFor={id}>原文没有写牵头单位的，由谁牵头</label>
        <select
          id={id}
          className="native-control wide"
          value={lead}
          onChange={(event) => setLead(event.target.value)}
        >
          <option value="">先空着，以后在任务页里选</option>
          {units.map((unit) => (
            <option key={unit.value} value={unit.value}>
              {unit.label}
            </option>
          ))}
        </select>
      </div>
      <TableScroll>
        <table className="plain-table">
          <caption className="table-caption">
            选中 {chosen.length} 项，共 {view.suggestions.length} 项
          </caption>
          <thead>
            <tr>
              <th scope="col">选</th>
              <th scope="col">编号</th>
              <th scope="col">任务</th>
              <th scope="col">原文写的单位</th>
              <th scope="col" className="number">
                目标
              </th>
            </tr>
          </thead>
          <tbody>
            {view.suggestions.map((one) => (
              <tr key={one.clauseId}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${one.code} ${one.title}`}
                    checked={!out.has(one.clauseId)}
                    onChange={() => toggle(one.clauseId)}
                  />
                </td>
                <td>{one.code}</td>
                <th scope="row">{one.title}</th>
                <td>
                  对上 {one.units.length} 个
                  {one.unknownNames.length > 0 && (
                    <span className="bad">，没对上：{one.unknownNames.join("、")}</span>
                  )}
                </td>
                <td className="number">{one.targets}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <div className="form-buttons">
        <Button
          type="primary"
          loading={make.isPending}
          disabled={chosen.length === 0}
          onClick={() => make.mutate()}
        >
          {make.isPending ? "正在建任务" : `把这 ${chosen.length} 条定为任务`}
        </Button>
      </div>
    </section>
  );
};
