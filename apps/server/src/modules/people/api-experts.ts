import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { getExpertPlace } from "./expert-renewal.ts";
import { expertFields, type ExpertField } from "./expert-fields.ts";
import { appointExpert, endExpertTerm, listExperts, registerExpert } from "./experts.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const date = Type.String({ format: "date", pattern: "^(19|20)\\d\\d-", title: "日期" });
const nullableText = Type.Union([text, Type.Null()]);
const field = Type.Unsafe<ExpertField>({ type: "string", enum: Object.keys(expertFields), title: "领域" });

const expertRow = Type.Object({
  id,
  personId: id,
  name: text,
  publicTitle: text,
  unitId: id,
  unitName: text,
  unitPath: text,
  terms: Type.Array(
    Type.Object({
      id,
      field,
      fieldName: text,
      canSign: Type.Boolean(),
      startsOn: text,
      endsOn: text,
      document: text,
      endedOn: nullableText,
      endReason: nullableText,
      inForce: Type.Boolean(),
    }),
  ),
});

/** Experts: fields, terms of appointment, the right to sign. */
export const registerExpertRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const answer = Type.Object({ id });

  routes.read({
    url: "/api/experts",
    access: { action: "people.read_experts" },
    summary: "Experts of the units within my area, with their terms",
    query: Type.Object(
      {
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
        size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
        field: Type.Optional(field),
      },
      closed,
    ),
    response: Type.Object({
      rows: Type.Array(expertRow),
      total: Type.Integer(),
      page: Type.Integer(),
      size: Type.Integer(),
      fields: Type.Array(Type.Object({ code: field, name: text })),
    }),
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listExperts(
        db,
        { clock, cipher },
        { scope: visit.scope(), field: visit.query.field, page, size },
      );
      return {
        rows: listed.rows.map((row) => ({ ...row, terms: [...row.terms] })),
        total: listed.total,
        page,
        size,
        // The keys of the literal are the fields by construction.
        fields: (Object.keys(expertFields) as ExpertField[]).map((code) => ({
          code,
          name: expertFields[code],
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/experts",
    access: { action: "people.manage_experts" },
    summary: "Register a person as an expert of a unit, with the words shown under articles",
    body: Type.Object(
      { personId: id, unitId: id, publicTitle: Type.String({ minLength: 1, maxLength: 60, title: "称谓" }) },
      closed,
    ),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return { id: await registerExpert(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/experts/:id/terms",
    access: { action: "people.manage_experts" },
    summary: "Appoint an expert in a field for a term",
    params: Type.Object({ id }),
    body: Type.Object(
      {
        field,
        canSign: Type.Unsafe<"yes" | "no">({ type: "string", enum: ["yes", "no"], title: "审签权" }),
        startsOn: date,
        endsOn: date,
        document: Type.String({ minLength: 2, maxLength: 120, title: "聘任文件" }),
      },
      closed,
    ),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getExpertPlace(trx, visit.params.id)).unitPath);
      return {
        id: await appointExpert(trx, act(visit), visit.actor, { expertId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/experts/:id/terms/:termId/end",
    access: { action: "people.manage_experts" },
    summary: "End a term today, with the reason",
    params: Type.Object({ id, termId: id }),
    body: Type.Object({ reason: Type.String({ minLength: 2, maxLength: 200, title: "原因" }) }, closed),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getExpertPlace(trx, visit.params.id)).unitPath);
      await endExpertTerm(trx, act(visit), visit.actor, {
        expertId: visit.params.id,
        termId: visit.params.termId,
        reason: visit.body.reason,
      });
      return { id: visit.params.termId };
    },
  });
};
