import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { registerReaderApi } from "./api.ts";
import { readersMessages, readersNames } from "./messages.ts";
import { readersNumericInputs } from "./numeric-inputs.ts";
import { readersDataSource } from "./personal-data.ts";
import { readersPolicy } from "./policy.ts";
import { registerReaderPages } from "./portal.tsx";
import { clearOldHistory } from "./reading-history.ts";
import { mergeAtSignIn } from "./sign-in-merge.ts";
import "./tables.ts";

export const readersModule: Module = {
  name: "readers",
  policy: readersPolicy,
  messages: readersMessages,
  names: readersNames,
  personalData: [readersDataSource],
  planRows: [
    {
      id: "I-08",
      state: "partly",
      where: "/saved · /my/history · /me",
      note: "收藏（不登录记在设备上，登录后合并）、默认关闭且未成年人不能打开的阅读记录已通：saved-items.test.ts、reading-history.test.ts、readers.e2e.ts。弱网慢机的首屏速度用 npm run bench -- portal 测（P75，旁边是同样文字在浏览器里画出的一页）。缺：真实读者的首屏速度与到达量。",
    },
    {
      id: "T-08",
      state: "partly",
      where: "/p/… · /workbench/poster-opens",
      note: "按街道的海报扫码只计次数、不记人：poster-opens.test.ts。缺：载体登记册和其他载体的使用量。",
    },
  ],
  numericInputs: readersNumericInputs,
  routes: (routes, context) => {
    registerReaderPages(routes, context);
    registerReaderApi(routes, context);
  },
  jobs: (context) => [
    {
      name: "readers.clear_old_history",
      title: "清除一年以前的阅读记录",
      schedule: "20 3 * * *",
      run: async () => {
        await inTransaction(context.db, (trx) => clearOldHistory(trx, context));
      },
    },
  ],
  plugins: async (app, context) => {
    mergeAtSignIn(app, context);
  },
};

export type { ReadersError } from "./errors.ts";
export { readersPaths, toPosterLink } from "./paths.ts";
export { listSavedOf } from "./portal.tsx";
export { type HistoryState, noteReading, readHistoryState } from "./reading-history.ts";
export { eraseSavedOf, isSaved, listSaved, type SavedItem } from "./saved-items.ts";
export { HistorySection, SaveAct, SavedList, SavedNotice, SavedSection } from "./views.tsx";
