import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { evaluate, getIndicator, type Indicator, listIndicators, rollUp } from "#kernel/indicators.ts";
import {
  maxExportRows,
  requireExportable,
  toXlsx,
  type XlsxColumn,
  xlsxContentType,
} from "#kernel/xlsx-export.ts";
import { reverseFactWithReason } from "./commands.ts";
import * as contract from "./contract.ts";
import { getFact, listFacts, listFactsOfFigure } from "./fact-queries.ts";
import { findTopUnit, getUnitRef, toPeriod } from "./listing.ts";

const toFields = (indicator: Indicator) => ({
  code: indicator.code,
  version: indicator.version,
  name: indicator.name,
  definition: indicator.definition,
  aggregate: indicator.aggregate,
  measure: indicator.measure,
});

/** The newest version of each definition. */
const newest = (indicators: readonly Indicator[]): readonly Indicator[] =>
  indicators.filter((indicator, index) => indicators[index - 1]?.code !== indicator.code);

const exportColumns: readonly XlsxColumn<contract.FactView>[] = [
  { header: "发生日期", value: (row) => row.occurredOn, width: 12 },
  { header: "事实", value: (row) => row.kindName, width: 24 },
  { header: "单位", value: (row) => row.unitName, width: 28 },
  { header: "地点", value: (row) => row.place },
  { header: "人群", value: (row) => row.audienceName },
  { header: "主题", value: (row) => row.topic },
  { header: "计划条款", value: (row) => row.planTags.join("、") },
  { header: "数量", value: (row) => row.quantity, width: 10 },
  { header: "计量单位", value: (row) => row.measure, width: 10 },
  { header: "来源记录", value: (row) => row.record.title, width: 36 },
  {
    header: "冲销",
    value: (row) => (row.reversesId !== null ? "冲销记录" : row.reversedById !== null ? "已冲销" : null),
    width: 10,
  },
  { header: "记录时间", value: (row) => row.recordedAt, width: 24 },
  { header: "编号", value: (row) => row.id, width: 38 },
];

const registerFigureRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.read({
    url: "/api/indicators",
    access: { action: "trust.read_indicators" },
    summary: "Definitions of all figures, every version",
    response: contract.indicatorList,
    handler: async () => {
      const rows = await listIndicators(db);
      return {
        rows: rows.map((row) => ({
          ...toFields(row),
          factKinds: [...row.factKinds],
          filter: Object.fromEntries(Object.entries(row.filter).map(([name, value]) => [name, value])),
          validFrom: row.validFrom,
        })),
      };
    },
  });
  routes.read({
    url: "/api/figures",
    access: { action: "trust.read_figures" },
    summary: "All figures of a unit and below in a period",
    query: contract.figureQuery,
    response: contract.figureList,
    handler: async (visit) => {
      const { unit: unitId } = visit.query;
      const unit = unitId === undefined ? await findTopUnit(db, visit.scope()) : await getUnitRef(db, unitId);
      visit.authorise(unit.path);
      const period = toPeriod(clock, visit.query);
      const rows = [];
      for (const indicator of newest(await listIndicators(db)))
        rows.push({
          ...toFields(indicator),
          value: await evaluate(db, indicator, { rootPath: unit.path, period }),
        });
      return { unit, ...period, rows };
    },
  });
  routes.read({
    url: "/api/figures/:code/:version/tree",
    access: { action: "trust.read_figures" },
    summary: "One figure rolled up along the tree at and below a unit",
    params: contract.figureParams,
    query: contract.figureQuery,
    response: contract.figureTree,
    handler: async (visit) => {
      const { unit: unitId } = visit.query;
      const unit = unitId === undefined ? await findTopUnit(db, visit.scope()) : await getUnitRef(db, unitId);
      visit.authorise(unit.path);
      const indicator = await getIndicator(db, visit.params.code, visit.params.version);
      const period = toPeriod(clock, visit.query);
      const rows = await rollUp(db, indicator, { rootPath: unit.path, period });
      return { indicator: toFields(indicator), ...period, rows: [...rows] };
    },
  });
  routes.read({
    url: "/api/figures/:code/:version/facts",
    access: { action: "trust.read_facts" },
    summary: "The facts that a figure is made of",
    params: contract.figureParams,
    query: contract.figureFactsQuery,
    response: contract.factPage,
    handler: async (visit) => {
      const { unit: unitId, page = 1, size = 50, audience, topic, planTag, place } = visit.query;
      const unit = unitId === undefined ? await findTopUnit(db, visit.scope()) : await getUnitRef(db, unitId);
      visit.authorise(unit.path);
      const indicator = await getIndicator(db, visit.params.code, visit.params.version);
      const filter = {
        ...indicator.filter,
        ...(audience !== undefined && { audience }),
        ...(topic !== undefined && { topic }),
        ...(planTag !== undefined && { planTag }),
        ...(place !== undefined && { place }),
      };
      const found = await listFactsOfFigure(
        db,
        { ...indicator, filter },
        {
          rootPath: unit.path,
          period: toPeriod(clock, visit.query),
          page,
          size,
        },
      );
      return { ...found, page, size };
    },
  });
};

/** Facts explorer: figure → facts → record, and the reversal. */
export const registerFactRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  registerFigureRoutes(routes, context);
  const underPath = async (query: { unit?: string }): Promise<{ underPath?: string }> =>
    query.unit === undefined ? {} : { underPath: (await getUnitRef(db, query.unit)).path };
  routes.read({
    url: "/api/facts",
    access: { action: "trust.read_facts" },
    summary: "Facts within my area",
    query: contract.factQuery,
    response: contract.factPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const query = { ...visit.query, ...(await underPath(visit.query)) };
      return { ...(await listFacts(db, query, { page, size, scope: visit.scope() })), page, size };
    },
  });
  routes.file({
    url: "/api/facts/export.xlsx",
    access: { action: "trust.read_facts" },
    query: contract.factQuery,
    handler: async (visit) => {
      const query = { ...visit.query, ...(await underPath(visit.query)) };
      const found = await listFacts(db, query, { page: 1, size: maxExportRows, scope: visit.scope() });
      requireExportable(found.total);
      return {
        contentType: xlsxContentType,
        body: await toXlsx(found.rows, { sheet: "事实", columns: exportColumns }),
        downloadName: "事实.xlsx",
      };
    },
  });
  routes.read({
    url: "/api/facts/:id",
    access: { action: "trust.read_facts" },
    summary: "One fact with its record, its ledger entry and what may be done",
    params: contract.idParams,
    response: contract.factDetail,
    handler: async (visit) => {
      const { view, unitPath, ledgerEntryId } = await getFact(db, visit.params.id);
      visit.authorise(unitPath);
      const decision = policy.decide(visit.actor, "trust.reverse_fact", { unitPath });
      const reason =
        view.reversesId !== null
          ? "facts.not_reversible"
          : view.reversedById !== null
            ? "facts.already_reversed"
            : decision.ok
              ? undefined
              : decision.reason;
      const reverse = {
        action: "trust.reverse_fact",
        label: "冲销",
        allowed: reason === undefined,
        ...(reason === undefined ? {} : { reason: reasons[reason] ?? reason }),
      };
      return { ...view, ledgerEntryId, nextActions: [reverse] };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/facts/:id/reverse",
    access: { action: "trust.reverse_fact" },
    summary: "Takes a fact back by a mirror fact, with a reason",
    params: contract.idParams,
    body: contract.reverseBody,
    response: contract.reversalView,
    handler: async (visit, trx) => {
      const { unitPath } = await getFact(trx, visit.params.id);
      visit.authorise(unitPath);
      return reverseFactWithReason(
        trx,
        { clock, cipher, requestId: visit.requestId },
        { actor: visit.actor, factId: visit.params.id, reason: visit.body.reason },
      );
    },
  });
};

/** Why the button is closed, in the words of the page. */
const reasons: Readonly<Record<string, string>> = {
  "facts.not_reversible": "这是一条冲销记录，不能再冲销。",
  "facts.already_reversed": "这条事实已经冲销过了。",
  "policy.role": "只有督查员和统计员可以冲销事实。",
  "policy.outside_area": "这条事实不在您负责的单位范围内。",
  "policy.second_factor": "请先完成第二重验证。",
};
