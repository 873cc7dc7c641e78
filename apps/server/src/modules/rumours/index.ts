import type { GuardedTable } from "#kernel/audit.ts";
import { onEvent } from "#kernel/events.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerExpertActSource } from "#modules/people/index.ts";
import { registerRumoursApi } from "./api.ts";
import { listVerdictSignatures } from "./expert-acts.ts";
import { rumourFactKinds } from "./facts.ts";
import { warmMatching } from "./matching.ts";
import { rumoursMessages, rumoursNames } from "./messages.ts";
import { rumoursNumericInputs } from "./numeric-inputs.ts";
import { sendNotices } from "./notices.ts";
import { toDeskPath } from "./paths.ts";
import { rumoursDataSource } from "./personal-data.ts";
import { photoPurpose } from "./photos.ts";
import { rumoursPlanRows } from "./plan-rows.ts";
import { rumoursPolicy } from "./policy.ts";
import { seedRatings } from "./ratings.ts";
import { sendLapsedToDesk } from "./reports.ts";
import { noteReturns } from "./returns.ts";
import { listRumoursWaiting } from "./waiting.ts";
import "./tables.ts";

const guardedTables: readonly GuardedTable[] = [
  {
    table: "verdicts",
    columns: [
      "id",
      "claim_id",
      "version_no",
      "status",
      "field",
      "rating",
      "title",
      "answer",
      "explanation",
      "conditions",
      "advice",
      "valid_on",
      "sources",
      "change_notice",
      "content_hash",
      "published_at",
    ],
  },
  {
    table: "verdict_signatures",
    columns: [
      "id",
      "verdict_id",
      "round_no",
      "person_id",
      "expert_term_id",
      "decision",
      "reason",
      "content_hash",
      "signed_at",
    ],
  },
  {
    table: "claims",
    columns: ["id", "unit_id", "title", "field", "harm", "status", "merged_into_id", "decline_reason"],
  },
  { table: "verdict_notices", columns: ["id", "report_id", "claim_id", "verdict_id", "kind", "created_at"] },
  { table: "claim_notes", columns: ["id", "claim_id", "person_id", "note", "created_at"] },
  {
    table: "verdict_ratings",
    columns: ["code", "name", "about", "review_value", "retired_at"],
    idColumn: "code",
  },
];

export const rumoursModule: Module = {
  name: "rumours",
  policy: rumoursPolicy,
  messages: rumoursMessages,
  names: rumoursNames,
  guardedTables,
  factKinds: rumourFactKinds,
  planRows: rumoursPlanRows,
  personalData: [rumoursDataSource],
  events: ({ db, cipher }) => [
    onEvent({
      event: "rumours.published",
      consumer: "rumours.warm",
      // The next asker finds the matching ready; a node that does not see the event builds it at its next question.
      handle: async (trx) => warmMatching(db, trx, cipher),
    }),
  ],
  jobs: (context) => [
    {
      name: "rumours.send_notices",
      title: "给问过的人发短信",
      everySeconds: 2,
      run: async () => void (await sendNotices(context)),
    },
    {
      name: "rumours.lapsed",
      title: "没选说法的提问转给核查台",
      everySeconds: 60,
      run: async () => void (await sendLapsedToDesk(context)),
    },
    {
      name: "rumours.watch",
      title: "留意查清了的说法是不是又传起来",
      everySeconds: 60,
      run: async () => void (await noteReturns(context)),
    },
    {
      name: "rumours.remove_files",
      title: "删掉已经停用的线索图片",
      schedule: "53 3 * * *",
      run: async () => void (await removeDeletedBytes(context, photoPurpose)),
    },
  ],
  numericInputs: rumoursNumericInputs,
  routes: (routes, context) => {
    registerExpertActSource("rumours", listVerdictSignatures);
    registerRecordResolver({
      sourceTable: "verdict_signatures",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("verdict_signatures as signature")
          .innerJoin("verdicts as verdict", "verdict.id", "signature.verdict_id")
          .select(["signature.id", "verdict.claim_id", "verdict.title"])
          .where("signature.id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: row.title, href: toDeskPath(row.claim_id) }]));
      },
    });
    registerWaitingSource("rumours", listRumoursWaiting);
    registerRecordResolver({
      sourceTable: "verdicts",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("verdicts")
          .select(["id", "claim_id", "title", "version_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.title}（第 ${row.version_no} 版）`, href: toDeskPath(row.claim_id) },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "claim_reports",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("claim_reports")
          .select(["id", "claim_id"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            {
              title: "谣言线索",
              href: row.claim_id === null ? undefined : toDeskPath(row.claim_id),
            },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "verdict_notices",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("verdict_notices")
          .select(["id", "claim_id"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: "告知记录", href: toDeskPath(row.claim_id) }]));
      },
    });
    registerRumoursApi(routes, context);
  },
  plugins: async (app, context) => {
    app.addHook("onReady", async () => seedRatings(context));
  },
};

export type { RumoursError } from "./errors.ts";
export * as rumourContract from "./contract.ts";
export { rumoursPaths, toAskedPath, toClaimPath, toDeskPath, toMonthPath } from "./paths.ts";
export { parseReceiptNumber, receiptText } from "./receipt-numbers.ts";
export { findClaimByNo } from "./claim-rows.ts";
export {
  type AskedView,
  findVerdict,
  getAsked,
  listMonthly,
  listOwnAsked,
  listRatings,
  listReturnedVerdicts,
  listVerdictMonths,
  listVerdicts,
  type MonthlyRow,
  type PublicVerdict,
  type RatingView,
  type VerdictCard,
  type VerdictSigner,
  type VerdictVersion,
} from "./public-queries.ts";
export {
  chooseClaim,
  leaveContact,
  type NewReport,
  removeContact,
  type ReportResult,
  submitReport,
} from "./reports.ts";
export { getAskedPhoto, keepPhoto, maxPhotoBytes, takePhoto } from "./photos.ts";
export type { ReturnView } from "./returns.ts";
export { addClaimNote, declineClaim, mergeClaims, splitClaim, takeUpClaim } from "./claims.ts";
export { saveVerdict, startVerdict, submitVerdict, takeBackVerdict } from "./verdicts.ts";
export { publishVerdict, signVerdict } from "./signing.ts";
export { type VerdictBody, verdictHash } from "./verdict-rows.ts";
export { sendNotices } from "./notices.ts";
