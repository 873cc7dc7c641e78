import Type from "typebox";
import { type SheetKind, sheetKinds } from "./sheets.ts";

const id = Type.String({ format: "uuid" });
const at = Type.Unsafe<Date>(Type.String({ format: "date-time" }));
const kind = Type.Unsafe<SheetKind>({ type: "string", enum: [...sheetKinds] });
const status = Type.Union([Type.Literal("previewed"), Type.Literal("applied"), Type.Literal("discarded")]);

export const idParams = Type.Object({ id });
export const historyQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1 })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    status: Type.Optional(status),
  },
  { additionalProperties: false },
);

const shared = {
  id,
  no: Type.Integer(),
  kind,
  kindName: Type.String(),
  filename: Type.String(),
  status,
  statusName: Type.String(),
  unitId: id,
  unitName: Type.String(),
  createdByName: Type.String(),
  decidedByName: Type.Union([Type.String(), Type.Null()]),
  rowCount: Type.Integer(),
  errorCount: Type.Integer(),
  createdAt: at,
};
export const historyPage = Type.Object({
  rows: Type.Array(Type.Object(shared)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const historyAnswer = Type.Object({
  ...shared,
  columns: Type.Array(Type.Object({ key: Type.String(), title: Type.String() })),
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      values: Type.Record(Type.String(), Type.String()),
      errors: Type.Array(Type.String()),
      action: Type.Union([Type.Literal("write"), Type.Literal("skip"), Type.Literal("error")]),
    }),
  ),
  nextActions: Type.Array(
    Type.Object({
      action: Type.Union([Type.Literal("apply"), Type.Literal("discard")]),
      label: Type.String(),
      allowed: Type.Boolean(),
      reason: Type.Optional(Type.String()),
    }),
  ),
});
export const idAnswer = Type.Object({ id });
