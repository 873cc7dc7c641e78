import Type from "typebox";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { id, moment, nullableText, oneOf, text } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { hubStatusNames } from "../state.ts";
import { importHubAnswers, listHubRows } from "./exchange.ts";
import { readHubFile, toHubCsv, toHubJson } from "./file.ts";

const access = { action: "orders.dispatch" } as const;

/** The city's hub (B-08): what went up, as a file for it, and its answers back. */
export const registerHubRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  routes.read({
    url: "/api/hub-exchanges",
    access,
    summary: "Orders of my area that went to the city's hub, with its answers",
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          orderId: id,
          ownerUnitId: id,
          no: text,
          title: text,
          place: text,
          sentAt: moment,
          reason: text,
          statusName: text,
          hubRef: nullableText,
          note: nullableText,
        }),
      ),
    }),
    handler: async (visit) => {
      const rows = await listHubRows(db, { scope: visit.scope(), open: "all" });
      return {
        rows: rows.map((row) => ({
          orderId: row.orderId,
          ownerUnitId: row.ownerUnitId,
          no: row.no,
          title: row.title,
          place: row.place,
          sentAt: row.sentAt,
          reason: row.reason,
          statusName: hubStatusNames[row.status],
          hubRef: row.hubRef,
          note: row.note,
        })),
      };
    },
  });
  routes.file({
    url: "/api/hub-exchanges/export",
    access,
    query: Type.Object({ as: Type.Optional(oneOf(["json", "csv"] as const, "格式")) }),
    handler: async (visit) => {
      const rows = await listHubRows(db, { scope: visit.scope(), open: "only" });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "orders.hub_export",
        outcome: "read",
        requestId: visit.requestId,
      });
      return visit.query.as === "csv"
        ? { contentType: "text/csv; charset=utf-8", body: toHubCsv(rows), downloadName: "上送市级中心.csv" }
        : {
            contentType: "application/json; charset=utf-8",
            body: toHubJson(rows, visit.now),
            downloadName: "上送市级中心.json",
          };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/hub-exchanges/import",
    access: { action: "orders.hub_import" },
    summary: "The hub's answers from its file (JSON, .csv or .xlsx, multipart field `file`), row by row",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: Type.Object({}),
    response: Type.Object({
      rows: Type.Array(Type.Object({ no: text, ok: Type.Boolean(), sentence: text })),
    }),
    handler: async (visit, trx) => {
      const file = visit.files.find((one) => one.field === "file");
      if (file === undefined)
        throw new AppError<OrdersError>("orders.hub_file", { fields: { file: "orders.hub_file" } });
      const rows = await importHubAnswers(trx, { clock, cipher, requestId: visit.requestId }, visit.actor, {
        answers: await readHubFile(file.bytes),
        scope: policy.scopeOf(visit.actor, "orders.dispatch"),
      });
      return { rows: [...rows] };
    },
  });
};
