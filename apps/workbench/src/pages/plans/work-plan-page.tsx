import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { WorkPlanItem, WorkPlanView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { numberText } from "../../time-text.ts";
import { PlanAct, ReasonAct } from "./plan-act.tsx";
import { monthsText, progressTone } from "./plan-words.ts";
import { WorkItemEdit } from "./work-item-edit.tsx";

/** One task of the year as a block that fits a phone: what, when, how much, how it stands, the plan's own words. */
const ItemBlock = ({ item, onEdit }: { item: WorkPlanItem; onEdit: (() => void) | undefined }) => (
  <section className="panel">
    <h2>
      <Link to={paths.planTask(item.taskId)}>{item.taskCode}</Link> {item.title}
    </h2>
    <p>
      <StatusMark tone={progressTone(item.status)}>{item.statusName}</StatusMark> 现在：{item.valueText}
    </p>
    <FactsList
      title="安排"
      facts={[
        ["哪几个月", monthsText(item.months) || "还没有选"],
        ["做到多少", item.goal === null ? "方案没有数字" : `${numberText(item.goal)} ${item.measure ?? ""}`],
        ["经费", item.money === null ? "没有写" : `${numberText(item.money)} 元`],
        ...(item.note === null ? [] : [["说明", item.note] as const]),
      ]}
    />
    <details>
      <summary>方案原文</summary>
      <p>{item.clauseText}</p>
    </details>
    {onEdit !== undefined && (
      <Button onClick={onEdit}>
        修改<span className="visually-hidden">{item.title}</span>
      </Button>
    )}
  </section>
);

const MoneyPanel = ({ view }: { view: WorkPlanView }) => (
  <section className="panel">
    <h2>经费</h2>
    {view.budget.amount === 0 ? (
      <p>
        <StatusMark tone="urgent">{`${view.year} 年还没有列预算`}</StatusMark>
      </p>
    ) : (
      <p>
        预算 {numberText(view.budget.amount)} 元，计划用 {numberText(view.budget.planned)} 元，已支出{" "}
        {numberText(view.budget.spent)} 元
      </p>
    )}
    <p>
      <Link to={`${paths.budgets}?year=${view.year}`}>看预算和支出</Link>{" "}
      <a href={`/api/work-plans/${view.id}/plan.docx`} download>
        下载公文（.docx）
      </a>{" "}
      <a href={`/api/work-plans/${view.id}/items.xlsx`} download>
        下载表格（.xlsx）
      </a>
    </p>
  </section>
);

const said = { submit: "已提交，等督导员批准", approve: "已批准" } as const;
const addresses = { submit: "/api/work-plans/{id}/submit", approve: "/api/work-plans/{id}/approve" } as const;

/** A unit's year: items with what facts say of them, money, and the steps. Usable on a phone. */
export const WorkPlanPage = () => {
  const { id = "" } = useParams();
  const may = permissionOf(useMe(), "draftWorkPlan").ok;
  const [act, setAct] = useState<string>();
  const [editing, setEditing] = useState<WorkPlanItem>();
  const close = (): void => setAct(undefined);
  const query = useQuery({
    queryKey: ["/api/work-plans", id],
    queryFn: ({ signal }) => read(client.GET("/api/work-plans/{id}", { params: { path: { id } }, signal })),
  });
  const step = act === "submit" || act === "approve" ? act : undefined;
  return (
    <>
      <DetailPage
        query={query}
        title="年度工作计划"
        titleOf={(view) =>
          `${view.unitName} ${view.year} 年工作计划${view.version > 1 ? `（第 ${view.version} 版）` : ""}`
        }
        crumbs={[{ label: "年度工作计划", to: paths.workPlans }]}
        statusOf={(view) => <StatusMark tone={progressTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["return"]}
        onAct={(next) => setAct(next.action)}
        main={(view) => {
          const isOpen = may && (view.status === "draft" || view.status === "returned");
          return (
            <>
              {view.amendReason !== null && <p className="panel">修改原因：{view.amendReason}</p>}
              {view.decisionReason !== null && <p className="panel">督导员的话：{view.decisionReason}</p>}
              <MoneyPanel view={view} />
              {view.items.map((item) => (
                <ItemBlock key={item.id} item={item} onEdit={isOpen ? () => setEditing(item) : undefined} />
              ))}
            </>
          );
        }}
      />
      {editing !== undefined && <WorkItemEdit item={editing} onClose={() => setEditing(undefined)} />}
      {step !== undefined && (
        <PlanAct
          title={step === "submit" ? "提交批准" : "批准"}
          intro={step === "submit" ? "提交后不能改，退回才能改。" : "批准后这份计划开始算数。"}
          name="work-plan-step"
          labels={{}}
          submitLabel={step === "submit" ? "提交" : "批准"}
          said={said[step]}
          onClose={close}
          send={
            ({ key }) =>
              write(
                client.POST(addresses[step], {
                  params: { header: keyed(key), path: { id } },
                  body: {} as never,
                }),
              ) // submitting takes no body, approving an empty one
          }
        />
      )}
      {act === "return" && (
        <ReasonAct
          title="退回修改"
          intro="联络员会看到原因，改好后再提交。"
          said="已退回"
          onClose={close}
          send={(reason, key) =>
            write(
              client.POST("/api/work-plans/{id}/return", {
                params: { header: keyed(key), path: { id } },
                body: { reason },
              }),
            )
          }
        />
      )}
      {act === "amend" && (
        <ReasonAct
          title="修改计划"
          intro="生成新版本草稿，改好再提交。批准前仍按原计划。"
          said="新版本草稿已建好，在计划列表里"
          onClose={close}
          send={(reason, key) =>
            write(
              client.POST("/api/work-plans/{id}/amend", {
                params: { header: keyed(key), path: { id } },
                body: { reason },
              }),
            )
          }
        />
      )}
    </>
  );
};
