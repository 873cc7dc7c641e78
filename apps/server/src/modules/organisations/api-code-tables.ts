import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { listCodeSchemes } from "./code-tables.ts";
import { applyCodeTable, listCodes, openCodeTable, previewCodeTable } from "./code-table-import.ts";
import { date } from "./contract.ts";
import type { OrganisationsError } from "./errors.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const count = Type.Integer();
const scheme = Type.String({ pattern: "^[a-z0-9][a-z0-9._-]{1,39}$", title: "标准代号" });
const version = Type.String({ pattern: "^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$", title: "版本" });
const keyAnswer = Type.Object({ scheme, version });
const nullableDate = Type.Unsafe<string | null>({ type: "string", nullable: true });
const nullableMoment = Type.Unsafe<Date | null>({ type: "string", format: "date-time", nullable: true });

const tablesAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      scheme: text,
      version: text,
      name: text,
      source: text,
      validFrom: nullableDate,
      rowCount: count,
      mappedCount: count,
      previousVersion: nullableDate,
      importedAt: nullableMoment,
    }),
  ),
});
const codesAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      code: text,
      name: text,
      parentCode: nullableDate,
      previousCodes: Type.Array(text),
      note: text,
    }),
  ),
  total: count,
  page: count,
  size: count,
});
const previewAnswer = Type.Object({
  fileHash: text,
  fileErrors: Type.Array(text),
  ignoredColumns: Type.Array(text),
  rows: Type.Array(
    Type.Object({
      line: count,
      code: text,
      name: text,
      parentCode: text,
      previousCodes: Type.Array(text),
      note: text,
      errors: Type.Array(text),
    }),
  ),
  counts: Type.Object({ rows: count, errors: count, mapped: count }),
});
const fileParts = { scheme, version, previousVersion: Type.Optional(version) };

const fileOf = (visit: Visit): Buffer => {
  const [file] = visit.files;
  if (file === undefined)
    throw new AppError<OrganisationsError>("organisations.import_no_file", {
      fields: { file: "organisations.import_no_file" },
    });
  return file.bytes;
};

/** Code tables of standards: editions, their codes, and the import of a file with its preview. */
export const registerCodeTableRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/code-tables",
    access: { action: "organisations.read_code_tables" },
    summary: "Editions of code tables; one without rows is a slot whose table the owner brings",
    response: tablesAnswer,
    handler: async () => ({ rows: await listCodeSchemes(db) }),
  });
  routes.read({
    url: "/api/code-tables/codes",
    access: { action: "organisations.read_code_tables" },
    summary: "Codes of an edition",
    query: Type.Object(
      {
        scheme: Type.Optional(scheme),
        version: Type.Optional(version),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
        size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
        q: Type.Optional(Type.String({ maxLength: 60, title: "查找" })),
      },
      closed,
    ),
    response: codesAnswer,
    handler: async (visit) => {
      const { page = 1, size = 50, q, scheme: wanted = "", version: edition = "" } = visit.query;
      const listed = await listCodes(db, { scheme: wanted, version: edition }, { q, page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/code-tables",
    access: { action: "organisations.manage_code_tables" },
    summary: "Open a slot for a later edition of a standard",
    body: Type.Object(
      {
        scheme,
        version,
        name: Type.String({ minLength: 2, maxLength: 60, title: "名称" }),
        source: Type.String({ minLength: 2, maxLength: 60, title: "标准号" }),
        validFrom: Type.Optional(date),
      },
      closed,
    ),
    response: keyAnswer,
    handler: async (visit, trx) => {
      const { validFrom, ...body } = visit.body;
      await openCodeTable(trx, act(visit), visit.actor, { ...body, validFrom });
      return { scheme: body.scheme, version: body.version };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/code-tables/preview",
    access: { action: "organisations.manage_code_tables" },
    summary:
      "Read a file (.xlsx or .csv, multipart field `file`) and say what it would write; nothing is written",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: Type.Object(fileParts),
    response: previewAnswer,
    handler: async (visit, trx) =>
      previewCodeTable(trx, {
        scheme: visit.body.scheme,
        version: visit.body.version,
        bytes: fileOf(visit),
        previousVersion: visit.body.previousVersion,
      }),
  });
  routes.write({
    method: "POST",
    url: "/api/code-tables/apply",
    access: { action: "organisations.manage_code_tables" },
    summary: "Write the file that was previewed, all rows or none",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: Type.Object({
      ...fileParts,
      fileHash: Type.String({ pattern: "^[0-9a-f]{64}$", title: "预览过的文件" }),
    }),
    response: Type.Object({ rows: count }),
    handler: async (visit, trx) =>
      applyCodeTable(trx, act(visit), visit.actor, {
        scheme: visit.body.scheme,
        version: visit.body.version,
        bytes: fileOf(visit),
        previousVersion: visit.body.previousVersion,
        fileHash: visit.body.fileHash,
      }),
  });
};
