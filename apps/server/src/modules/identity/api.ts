import Type from "typebox";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import {
  maxExportRows,
  requireExportable,
  toXlsx,
  type XlsxColumn,
  xlsxContentType,
} from "#kernel/xlsx-export.ts";
import { createAccountWithPassword, linkExternalIdentity } from "./accounts.ts";
import {
  doneView,
  handoverBody,
  handoverView,
  idParams,
  idView,
  meView,
  newGrantBody,
  newPersonBody,
  outboxView,
  type PeoplePage,
  peoplePage,
  peopleQuery,
  personDetail,
  reasonBody,
  sessionsView,
} from "./contract.ts";
import { endGrant, findGrant, getOpenUnitPath, grantRole } from "./grants.ts";
import { handOver, previewHandover } from "./handover.ts";
import { hasDevelopmentOutbox, listDevelopmentMessages } from "./message-sender.ts";
import type { IdentityError } from "./messages.ts";
import { createPasswordHasher } from "./passwords.ts";
import { getMe, getPersonDetail, listLivePaths, listPeople, requireKnown } from "./people-queries.ts";
import { createPerson, disablePerson, enablePerson } from "./persons.ts";
import { endOwnSession, listSessions, methodNames } from "./sessions.ts";

const exportColumns: readonly XlsxColumn<PeoplePage["rows"][number]>[] = [
  { header: "姓名", value: (row) => row.name },
  { header: "手机号", value: (row) => row.maskedPhone },
  {
    header: "岗位",
    value: (row) => row.roles.map((held) => `${held.roleName} · ${held.unitName}`).join("；"),
    width: 50,
  },
  { header: "状态", value: (row) => row.statusName },
  { header: "登记时间", value: (row) => row.createdAt, width: 24 },
];

export const identityApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit<never, never, never> | { requestId: string }): ActContext => ({
    clock,
    cipher,
    requestId: visit.requestId,
  });
  const hasher = createPasswordHasher(context.config.environment);

  routes.read({
    url: "/api/me",
    access: { action: "identity.me" },
    summary: "Who I am, my roles and what I may do",
    response: meView,
    handler: async (visit) => getMe(context, visit.person()),
  });

  routes.read({
    url: "/api/people",
    access: { action: "identity.read_people" },
    summary: "People of my units, masked",
    query: peopleQuery,
    response: peoplePage,
    handler: async (visit) => listPeople(context, visit.query, visit.scope()),
  });

  routes.file({
    url: "/api/people/export.xlsx",
    access: { action: "identity.read_people" },
    query: peopleQuery,
    handler: async (visit) => {
      const { rows, total } = await listPeople(
        context,
        { ...visit.query, page: 1, size: maxExportRows },
        visit.scope(),
      );
      requireExportable(total);
      return {
        contentType: xlsxContentType,
        body: await toXlsx(rows, { sheet: "人员", columns: exportColumns }),
        downloadName: `人员-${toDistrictDate(clock.now())}.xlsx`,
      };
    },
  });

  routes.read({
    url: "/api/people/:id",
    access: { action: "identity.read_people" },
    summary: "One person with all roles; the reading is recorded",
    params: idParams,
    response: personDetail,
    handler: async (visit) => {
      await requireKnown(db, visit.params.id, visit.scope());
      await recordAudit(db, act(visit), {
        actor: visit.actor,
        action: "identity.read_people",
        outcome: "read",
        record: { table: "persons", id: visit.params.id },
        requestId: visit.requestId,
      });
      return getPersonDetail(context, visit.actor, visit.params.id);
    },
  });

  routes.write({
    method: "POST",
    url: "/api/people",
    access: { action: "identity.create_person" },
    summary: "Open a person's account at a unit",
    body: newPersonBody,
    response: idView,
    handler: async (visit, trx) => {
      const { username, password, subject, ...person } = visit.body;
      visit.authorise(await getOpenUnitPath(trx, act(visit), person.unitId));
      const id = await createPerson(trx, act(visit), visit.actor, person);
      if (username !== undefined || password !== undefined)
        await createAccountWithPassword(trx, { ...act(visit), hasher }, visit.actor, {
          personId: id,
          username: username ?? "",
          password: password ?? "",
        });
      if (subject !== undefined)
        await linkExternalIdentity(trx, act(visit), visit.actor, { personId: id, subject });
      return { id };
    },
  });

  routes.write({
    method: "POST",
    url: "/api/people/:id/grants",
    access: { action: "identity.grant_role" },
    summary: "Give a role at a unit for a term",
    params: idParams,
    body: newGrantBody,
    response: idView,
    handler: async (visit, trx) => {
      visit.authorise(await getOpenUnitPath(trx, act(visit), visit.body.unitId));
      const id = await grantRole(trx, act(visit), visit.actor, {
        ...visit.body,
        personId: visit.params.id,
      }).catch(async (error: unknown) => auditRefusal(visit, "identity.grant_role", error));
      return { id };
    },
  });

  /** A refusal by rule (role, area, own self) is audited outside the transaction that it undoes. */
  const auditRefusal = async (
    visit: { actor: Visit["actor"]; requestId: string },
    action: string,
    error: unknown,
  ): Promise<never> => {
    if (error instanceof AppError && (error.status === 403 || error.code === "identity.three_powers"))
      await recordAudit(
        db,
        { clock, cipher },
        { actor: visit.actor, action, outcome: "denied", reason: error.code, requestId: visit.requestId },
      );
    throw error;
  };

  routes.write({
    method: "POST",
    url: "/api/grants/:id/end",
    access: { action: "identity.end_grant" },
    summary: "End a role now",
    params: idParams,
    body: reasonBody,
    response: doneView,
    handler: async (visit, trx) => {
      const grant = await findGrant(trx, visit.params.id);
      if (grant === undefined) throw new AppError<IdentityError>("identity.grant_not_found", { status: 404 });
      visit.authorise(grant.unitPath);
      await endGrant(trx, act(visit), visit.actor, { grantId: grant.id, reason: visit.body.reason }).catch(
        async (error: unknown) => auditRefusal(visit, "identity.end_grant", error),
      );
      return { done: true };
    },
  });

  routes.write({
    method: "POST",
    url: "/api/people/:id/handover",
    access: { action: "identity.handover" },
    summary: "Hand a post over: work moves, roles and sessions end; preview shows what would",
    params: idParams,
    body: handoverBody,
    response: handoverView,
    handler: async (visit, trx) => {
      const { preview, toPersonId, unitId, reason } = visit.body;
      const unitPath = await getOpenUnitPath(trx, act(visit), unitId);
      visit.authorise(unitPath);
      await requireKnown(trx, visit.params.id, [unitPath]);
      const input = { fromPersonId: visit.params.id, toPersonId, unitId, unitPath, reason };
      if (preview === true)
        return { done: false, items: [...(await previewHandover(trx, act(visit), input))] };
      const items = await handOver(trx, act(visit), visit.person(), input).catch(async (error: unknown) =>
        auditRefusal(visit, "identity.handover", error),
      );
      return { done: true, items: [...items] };
    },
  });

  /** Stopping an account takes all its roles out of use: each must lie in the actor's area. */
  const authoriseAll = async (
    visit: { authorise: (path: string) => void; scope: () => unknown },
    personId: string,
  ): Promise<void> => {
    const paths = await listLivePaths(db, context, personId);
    if (paths.length === 0) throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
    for (const path of paths) visit.authorise(path);
  };

  routes.write({
    method: "POST",
    url: "/api/people/:id/disable",
    access: { action: "identity.disable_person" },
    summary: "Stop an account; its sessions end at once",
    params: idParams,
    body: reasonBody,
    response: doneView,
    handler: async (visit, trx) => {
      await authoriseAll(visit, visit.params.id);
      await disablePerson(trx, act(visit), visit.actor, {
        personId: visit.params.id,
        reason: visit.body.reason,
      });
      return { done: true };
    },
  });

  routes.write({
    method: "POST",
    url: "/api/people/:id/enable",
    access: { action: "identity.enable_person" },
    summary: "Open a stopped account again",
    params: idParams,
    body: reasonBody,
    response: doneView,
    handler: async (visit, trx) => {
      await authoriseAll(visit, visit.params.id);
      await enablePerson(trx, act(visit), visit.actor, {
        personId: visit.params.id,
        reason: visit.body.reason,
      });
      return { done: true };
    },
  });

  routes.read({
    url: "/api/sessions",
    access: { action: "identity.me" },
    summary: "Where I am signed in",
    response: sessionsView,
    handler: async (visit) => ({
      rows: (await listSessions(db, context, visit.person())).map((session) => ({
        ...session,
        methodName: methodNames[session.method],
        startedAt: session.startedAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
      })),
    }),
  });

  routes.write({
    method: "DELETE",
    url: "/api/sessions/:id",
    access: { action: "identity.me" },
    summary: "End one of my sessions",
    params: idParams,
    response: doneView,
    handler: async (visit, trx) => {
      await endOwnSession(trx, act(visit), visit.person(), visit.params.id);
      return { done: true };
    },
  });

  routes.read({
    url: "/api/development-outbox",
    access: { allow: "public" },
    summary: "Messages that the local SMS adapter would have sent (demonstration and development only)",
    query: Type.Object({}),
    response: outboxView,
    handler: async () => {
      if (!hasDevelopmentOutbox(context)) throw new AppError("http.not_found", { status: 404 });
      return {
        rows: (await listDevelopmentMessages(context)).map((message) => ({
          ...message,
          at: message.at.toISOString(),
        })),
      };
    },
  });
};
