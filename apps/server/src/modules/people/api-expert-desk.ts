import Type from "typebox";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import type { PeopleError } from "./errors.ts";
import {
  decideApplication,
  getApplication,
  listApplications,
  type Admission,
} from "./expert-applications.ts";
import { getDutyPath, listDuties, removeDuty, setDuty } from "./expert-duties.ts";
import { getExpertPlace } from "./expert-renewal.ts";
import { setSenior } from "./expert-profiles.ts";
import {
  type ApplicationStatus,
  applicationStates,
  applicationStatusNames,
  type DutyKind,
  dutyKindCodes,
  dutyKinds,
} from "./expert-states.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const nullableText = Type.Union([text, Type.Null()]);
const date = Type.String({ format: "date", pattern: "^(19|20)\\d\\d-", title: "日期" });
const yesNo = (title: string) => Type.Unsafe<"yes" | "no">({ type: "string", enum: ["yes", "no"], title });
const status = Type.Unsafe<ApplicationStatus>({ type: "string", enum: [...applicationStates.states] });
const dutyKind = Type.Unsafe<DutyKind>({ type: "string", enum: [...dutyKindCodes], title: "值什么班" });
const paging = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
};
const listOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });
const idParams = Type.Object({ id });
const answer = Type.Object({ id });

const personOf = (visit: Pick<Visit, "person">): PersonActor => visit.person();

/** Applications of experts, the senior group, and the roster of weeks. */
export const registerExpertDeskRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/expert-applications",
    access: { action: "people.read_applications" },
    summary: "People who apply to be experts, those to decide first",
    query: Type.Object({ ...paging, status: Type.Optional(status) }, closed),
    response: listOf(
      Type.Object({
        id,
        name: text,
        publicTitle: text,
        fieldNames: Type.Array(text),
        offers: text,
        proof: text,
        hasFile: Type.Boolean(),
        isSenior: Type.Boolean(),
        status,
        statusName: text,
        decisionReason: nullableText,
        unitId: id,
        unitName: text,
        createdAt: text,
        nextActions: Type.Array(
          Type.Object({
            action: text,
            label: text,
            allowed: Type.Boolean(),
            reason: Type.Optional(text),
          }),
        ),
      }),
    ),
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listApplications(
        db,
        { cipher },
        { scope: visit.scope(), status: visit.query.status, page, size },
      );
      return {
        rows: listed.rows.map((row) => {
          const may = policy.decide(visit.actor, "people.decide_application", { unitPath: row.unitPath });
          return {
            id: row.id,
            name: row.name,
            publicTitle: row.publicTitle,
            fieldNames: [...row.fieldNames],
            offers: row.offers,
            proof: row.proof,
            hasFile: row.proofFileId !== null,
            isSenior: row.isSenior,
            status: row.status,
            statusName: applicationStatusNames[row.status],
            decisionReason: row.decisionReason,
            unitId: row.unitId,
            unitName: row.unitName,
            createdAt: row.createdAt.toISOString(),
            nextActions:
              row.status === "submitted"
                ? [
                    { action: "admit", label: "聘任", ...toAllowed(may.ok) },
                    { action: "refuse", label: "不通过", ...toAllowed(may.ok) },
                  ]
                : [],
          };
        }),
        total: listed.total,
        page,
        size,
      };
    },
  });
  const decide = async (
    visit: Visit<{ id: string }>,
    admission: Admission,
    trx: Parameters<typeof decideApplication>[0],
  ) => {
    const { unitPath } = await getApplication(trx, { cipher }, visit.params.id);
    visit.authorise(unitPath);
    // The right to sign is given by who manages experts, here as at every other appointment.
    if (
      admission.decision === "admit" &&
      admission.canSign === "yes" &&
      !policy.decide(visit.actor, "people.manage_experts", { unitPath }).ok
    )
      throw new AppError<PeopleError>("people.application_sign", {
        status: 403,
        fields: { canSign: "people.application_sign" },
      });
    await decideApplication(trx, act(visit), personOf(visit), { id: visit.params.id, ...admission });
    return { id: visit.params.id };
  };
  routes.write({
    method: "POST",
    url: "/api/expert-applications/:id/admit",
    access: { action: "people.decide_application" },
    summary: "Admit an applicant as an expert in the fields asked for, until a day",
    params: idParams,
    body: Type.Object(
      {
        endsOn: date,
        document: Type.String({ minLength: 2, maxLength: 120, title: "聘任文件" }),
        canSign: yesNo("审签权"),
      },
      closed,
    ),
    response: answer,
    handler: async (visit, trx) => decide(visit, { decision: "admit", ...visit.body }, trx),
  });
  routes.write({
    method: "POST",
    url: "/api/expert-applications/:id/refuse",
    access: { action: "people.decide_application" },
    summary: "Say no to an applicant, with the reason",
    params: idParams,
    body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) }, closed),
    response: answer,
    handler: async (visit, trx) => decide(visit, { decision: "refuse", reason: visit.body.reason }, trx),
  });
  routes.file({
    url: "/api/expert-applications/:id/proof",
    access: { action: "people.decide_application" },
    params: idParams,
    handler: async (visit) => {
      const application = await getApplication(db, { cipher }, visit.params.id);
      visit.authorise(application.unitPath);
      if (application.proofFileId === null)
        throw new AppError<PeopleError>("people.no_proof", { status: 404 });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "people.read_applications",
        outcome: "read",
        record: { table: "expert_applications", id: application.id },
        requestId: visit.requestId,
      });
      return toDownload(context, application.proofFileId);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/experts/:id/senior",
    access: { action: "people.manage_experts" },
    summary: "Put an expert into the senior group, or take him out",
    params: idParams,
    body: Type.Object({ senior: yesNo("老专家") }, closed),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getExpertPlace(trx, visit.params.id)).unitPath);
      await setSenior(trx, act(visit), visit.actor, { expertId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  registerDutyRoutes(routes, context);
};

const toAllowed = (allowed: boolean) => (allowed ? { allowed } : { allowed, reason: "您的岗位不办这一步。" });

const registerDutyRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/expert-duties",
    access: { action: "people.read_duties" },
    summary: "Who is on duty, week by week from this week on, in the whole district",
    query: Type.Object(paging, closed),
    response: listOf(
      Type.Object({
        id,
        expertId: id,
        publicTitle: text,
        name: text,
        fieldNames: Type.Array(text),
        kind: dutyKind,
        kindName: text,
        weekStartsOn: text,
        weekEndsOn: text,
        thisWeek: Type.Boolean(),
        unitName: text,
      }),
    ),
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const today = toDistrictDate(clock.now());
      const listed = await listDuties(db, { cipher }, { scope: "everywhere", from: today, page, size });
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          expertId: row.expertId,
          publicTitle: row.publicTitle,
          name: row.name,
          fieldNames: [...row.fieldNames],
          kind: row.kind,
          kindName: dutyKinds[row.kind],
          weekStartsOn: row.weekStartsOn,
          weekEndsOn: row.weekEndsOn,
          thisWeek: row.weekStartsOn <= today && today <= row.weekEndsOn,
          unitName: row.unitName,
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/expert-duties",
    access: { action: "people.set_duty" },
    summary: "Put an expert on the roster of a week",
    body: Type.Object({ expertId: id, kind: dutyKind, weekStartsOn: date }, closed),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getExpertPlace(trx, visit.body.expertId)).unitPath);
      return { id: await setDuty(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/expert-duties/:id/remove",
    access: { action: "people.set_duty" },
    summary: "Take a week off the roster",
    params: idParams,
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise(await getDutyPath(trx, visit.params.id));
      await removeDuty(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
};
