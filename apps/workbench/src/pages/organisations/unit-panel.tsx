import { useState } from "react";
import { Link } from "react-router";
import type { UnitNode, UnitView } from "../../api/views.ts";
import type { NextAction } from "../../capability.ts";
import { FactsList } from "../../detail/facts-list.tsx";
import { NextActions } from "../../detail/next-actions.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { UnitClose } from "../../forms/unit-close.tsx";
import { UnitEdit } from "../../forms/unit-edit.tsx";
import { UnitMove } from "../../forms/unit-move.tsx";
import { UnitCreate } from "../../forms/unit-create.tsx";
import { paths, withUnit } from "../../paths.ts";
import { unitStepOf, unitSteps } from "./unit-steps.ts";

const periodText = (from: string, to: string | null): string =>
  to === null ? `${from} 起` : `${from} 至 ${to}`;

/** One unit: what it is, which areas and stations belong to it, and what can be done with it. */
export const UnitPanel = ({ unit, nodes }: { unit: UnitView; nodes: readonly UnitNode[] }) => {
  const [step, setStep] = useState<NextAction>();
  const close = (): void => setStep(undefined);
  const kind = step === undefined ? undefined : unitStepOf(step.action);
  return (
    <>
      <section className="panel" aria-label="单位与下一步">
        <div className="panel-head">
          <h2>
            {unit.name} <span className="tree-kind">{unit.kindName}</span>
          </h2>
          {unit.validTo === null ? (
            <StatusMark tone="done">在用</StatusMark>
          ) : (
            <StatusMark tone="quiet">{`${unit.validTo} 起停用`}</StatusMark>
          )}
        </div>
        <NextActions actions={unitSteps(unit)} dangerous={["organisations.close_unit"]} onAct={setStep} />
      </section>
      <FactsList
        title="基本情况"
        facts={[
          [
            "上级",
            unit.ancestors.length === 0
              ? "没有上级"
              : unit.ancestors.map((each, index) => (
                  <span key={each.id}>
                    {index > 0 && " / "}
                    <Link to={paths.unit(each.id)}>{each.name}</Link>
                  </span>
                )),
          ],
          [
            "区划代码",
            unit.regionCode === null ? "没有代码" : <span className="mono">{unit.regionCode}</span>,
          ],
          ["有效期", periodText(unit.validFrom, unit.validTo)],
          ["电话", unit.phone],
          ["地址", unit.address],
          ["开放时间", unit.openingHours],
          ["说明", unit.description],
          ...(unit.peopleCount === null
            ? []
            : [
                [
                  "人员",
                  <Link key="people" to={withUnit(paths.people, unit.id)}>
                    {unit.peopleCount} 人
                  </Link>,
                ] as const,
              ]),
        ]}
      />
      <FactsList
        title="区域与站点"
        facts={[
          [
            "区域划分",
            unit.areaSets.length === 0
              ? "不在任何片区"
              : unit.areaSets
                  .map((set) => `${set.name}（${periodText(set.validFrom, set.validTo)}）`)
                  .join("\n"),
          ],
          ...(unit.regionCodes.length > 0
            ? [
                [
                  "区划代码沿革",
                  <details key="codes" open={unit.regionCodes.length <= 4}>
                    <summary>{unit.regionCodes.length} 个代码</summary>
                    <ul className="cell-list">
                      {unit.regionCodes.map((code) => (
                        <li key={`${code.regionCode} ${code.validFrom}`}>
                          {code.regionCode}（{periodText(code.validFrom, code.validTo)}）
                        </li>
                      ))}
                    </ul>
                  </details>,
                ] as const,
              ]
            : []),
          [
            "所属站点",
            unit.station === null ? (
              "没有站点"
            ) : (
              <Link to={paths.unit(unit.station.id)}>{unit.station.name}</Link>
            ),
          ],
          [
            "超时接管",
            unit.takeOver.length === 0
              ? "没有上级站点"
              : unit.takeOver.map((station) => station.name).join(" → "),
          ],
          ...(unit.servingAreas.length > 0
            ? [["服务范围", unit.servingAreas.map((area) => area.name).join("、")] as const]
            : []),
        ]}
      />
      {kind === "edit" && <UnitEdit unit={unit} onClose={close} />}
      {kind === "move" && <UnitMove unit={unit} nodes={nodes} onClose={close} />}
      {kind === "close" && <UnitClose unit={unit} onClose={close} />}
      {kind === "create" && <UnitCreate parent={unit} onClose={close} />}
    </>
  );
};
