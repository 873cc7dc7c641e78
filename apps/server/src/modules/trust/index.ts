import type { Context } from "#kernel/context.ts";
import { seedIndicators } from "#kernel/indicators.ts";
import { type LedgerKeys, ledgerOrigin, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import type { Module } from "#kernel/module.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerFactRoutes } from "./api-facts.ts";
import { registerLedgerApi, registerOperationsApi } from "./api-operations.ts";
import { trustJobs } from "./jobs.ts";
import { trustMessages, trustNames } from "./messages.ts";
import { trustPolicy } from "./policy.ts";
import { registerLedgerPages } from "./portal.tsx";

/** The key is made or read when it is first needed: a command line that signs nothing makes none. */
const lazyKeys = ({ config }: Context): (() => LedgerKeys) => {
  let keys: LedgerKeys | undefined;
  return () => (keys ??= loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl)));
};

export const trustModule: Module = {
  name: "trust",
  policy: trustPolicy,
  messages: trustMessages,
  names: trustNames,
  planRows: [
    {
      id: "I-11",
      state: "partly",
      where: "/ledger；工作台—账本；kepu ledger verify",
      note: "账本、检查点、核对：kernel/ledger-verify.test.ts 的篡改表。人工智能的标识与人工签审在内容模块。缺：区块链上的公开存证。",
    },
    {
      id: "I-21",
      state: "partly",
      where: "/api/*，openapi.json",
      note: "事实、指标、账本、审计的开放接口。缺：单点登录见 identity，网络回调与嵌入件随各模块。",
    },
  ],
  jobs: (context) => trustJobs(context, lazyKeys(context)),
  routes: (routes, context) => {
    registerFactRoutes(routes, context);
    registerLedgerApi(routes, context, lazyKeys(context));
    registerOperationsApi(routes, context);
    registerLedgerPages(routes, context, lazyKeys(context));
    registerWaitingSource("trust.failed_jobs", async ({ jobs, policy }, actor) => {
      if (!policy.decide(actor, "trust.retry_job").ok) return [];
      const failures = await jobs.failures();
      return [
        { kind: "failed_jobs", title: "失败后搁置的任务", href: "/workbench/jobs", count: failures.length },
      ];
    });
  },
  plugins: async (app, { db, clock }) => {
    // Definitions come from the code of all modules; before the first answer, the database has them.
    app.addHook("onReady", async () => seedIndicators(db, clock));
  },
};

export { trustPaths } from "./paths.ts";
export { getProof as proveEntry } from "./ledger-queries.ts";
export { reverseFactWithReason } from "./commands.ts";
export { listFacts as readFacts, listFactsOfFigure as readFactsOfFigure } from "./fact-queries.ts";
export { getProof as readLedgerProof } from "./ledger-queries.ts";
