import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { appendLedgerEntry, hashContent } from "#kernel/ledger.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getPersonName } from "#modules/identity/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { listVisitTitles } from "#modules/orders/index.ts";
import {
  badgeKinds,
  type CertifiableHours,
  listCertifiableHours,
  listRecordingUnits,
  listTeamsOf,
  listValidBadges,
  toStars,
} from "#modules/teams/index.ts";
import { type CertificateContent, type CertifiedService, toContentText } from "./content.ts";
import type { CertificatesError } from "./errors.ts";
import { type CertificateEvent, certificateStates, type CertificateKind } from "./state.ts";

const dayMs = 86_400_000;
/** A unit has ten days to issue what it was asked for: the decree asks for "in time", this project says how long that is. */
const issueWithinDays = 10;

/**
 * The next number of a year, without gap: the counter's row is locked to the end of the act, and an act that fails gives the
 * number back.
 */
export const takeNumber = async (trx: Trx, year: number): Promise<string> => {
  const { rows } = await sql<{ last_no: number }>`
    insert into certificate_counters (year, last_no) values (${year}, 1)
    on conflict (year) do update set last_no = certificate_counters.last_no + 1 returning last_no`.execute(
    trx,
  );
  return `ZM-${year}-${String(rows[0]?.last_no ?? 0).padStart(6, "0")}`;
};

/**
 * A volunteer asks the unit that recorded his hours to certify a period.
 * @throws AppError `certificates.period` | `certificates.no_hours` | `certificates.waiting` | `certificates.not_while_helping`
 */
export const requestCertificate = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { unitId: string; from: string; to: string; purpose?: string | undefined },
): Promise<string> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<CertificatesError>("certificates.not_while_helping", { status: 403 });
  const now = context.clock.now();
  if (input.from > input.to || input.to > toDistrictDate(now))
    throw new AppError<CertificatesError>("certificates.period", { fields: { to: "certificates.period" } });
  const hours = await listCertifiableHours(trx, { personId: actor.personId, ...input });
  if (hours.length === 0)
    throw new AppError<CertificatesError>("certificates.no_hours", {
      fields: { unitId: "certificates.no_hours" },
    });
  const id = createId(context.clock);
  const purpose = input.purpose?.trim() ?? "";
  try {
    await insertRequest(trx, context, {
      id,
      kind: "hours",
      personId: actor.personId,
      unitId: input.unitId,
      from: input.from,
      to: input.to,
      purpose: purpose === "" ? null : purpose,
    });
  } catch (error) {
    if (isUniqueViolation(error, "service_certificates_one_waiting"))
      throw new AppError<CertificatesError>("certificates.waiting", {
        status: 409,
        fields: { unitId: "certificates.waiting" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "certificates.request",
    unitId: input.unitId,
    record: { table: "service_certificates", id },
    requestId: context.requestId,
  });
  return id;
};

type Request = {
  id: string;
  kind: CertificateKind;
  personId: string;
  unitId: string;
  from: string;
  to: string;
  purpose: string | null;
};

const insertRequest = async (trx: Trx, context: ActContext, request: Request): Promise<void> => {
  const now = context.clock.now();
  await trx
    .insertInto("service_certificates")
    .values({
      id: request.id,
      kind: request.kind,
      person_id: request.personId,
      unit_id: request.unitId,
      period_from: request.from,
      period_to: request.to,
      purpose: request.purpose,
      certificate_no: null,
      credited_minutes: null,
      added_minutes: null,
      content_sealed: null,
      content_hash: null,
      status: "requested",
      status_changed_at: now,
      due_at: new Date(now.getTime() + issueWithinDays * dayMs),
      issued_at: null,
      decided_by_person_id: null,
      decision_reason: null,
      created_at: now,
    })
    .execute();
};

const lockCertificate = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("service_certificates")
    .select(["id", "kind", "person_id", "unit_id", "period_from", "period_to", "purpose", "status"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<CertificatesError>("certificates.not_found", { status: 404 });
  return row;
};
type Locked = Awaited<ReturnType<typeof lockCertificate>>;

const requireOther = (actor: Actor, personId: string): string => {
  if (actor.kind !== "person" || actor.personId === personId)
    throw new AppError<CertificatesError>("certificates.own", { status: 403 });
  return actor.personId;
};

const sumOf = (hours: readonly CertifiableHours[], kind: "credited" | "added"): number =>
  hours.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.minutes, 0);

const toServices = async (trx: Trx, hours: readonly CertifiableHours[]): Promise<CertifiedService[]> => {
  const titles = await listVisitTitles(
    trx,
    hours.flatMap((row) => (row.visitId === null ? [] : [row.visitId])),
  );
  return hours.map((row) => ({
    day: row.day,
    title: (row.visitId === null ? undefined : titles.get(row.visitId)) ?? "志愿服务",
    team: row.teamName,
    minutes: row.minutes,
    kind: row.kind,
    reason: row.reason,
  }));
};

const writeIssued = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { row: Locked; words: string | null },
): Promise<string> => {
  const { row, words } = input;
  const deciderId = requireOther(actor, row.person_id);
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const period = { personId: row.person_id, unitId: row.unit_id, from: row.period_from, to: row.period_to };
  const hours = await listCertifiableHours(trx, period);
  if (row.kind === "hours" && hours.length === 0)
    throw new AppError<CertificatesError>("certificates.no_hours", { status: 409 });
  const no = await takeNumber(trx, Number(today.slice(0, 4)));
  const held = (await listValidBadges(trx, [row.person_id], today)).get(row.person_id) ?? new Set();
  const all = await listRecordingUnits(trx, row.person_id);
  const content: CertificateContent = {
    version: 1,
    no,
    kind: row.kind,
    name: await getPersonName(trx, context.cipher, row.person_id),
    unit: (await getUnit(trx, row.unit_id, today)).name,
    from: row.period_from,
    to: row.period_to,
    creditedMinutes: sumOf(hours, "credited"),
    addedMinutes: sumOf(hours, "added"),
    services: await toServices(trx, hours),
    trainings: [...held].map((kind) => badgeKinds[kind]),
    stars: toStars(all.reduce((sum, unit) => sum + unit.credited, 0)).name,
    words,
    purpose: row.purpose,
    issuedOn: today,
    salt: randomBytes(16).toString("hex"),
  };
  const text = toContentText(content);
  await applyTransition(trx as never, {
    machine: certificateStates,
    table: "service_certificates",
    id: row.id,
    event: "issue",
    now,
    set: {
      certificate_no: no,
      credited_minutes: content.creditedMinutes,
      added_minutes: content.addedMinutes,
      content_sealed: context.cipher.encrypt(text),
      content_hash: hashContent(text),
      issued_at: now,
      due_at: null,
      decided_by_person_id: deciderId,
    },
  }); // the function is generic over all modules' tables
  if (hours.length > 0)
    await trx
      .insertInto("certificate_hours")
      .values(hours.map((one) => ({ certificate_id: row.id, hours_id: one.id })))
      .execute();
  await appendLedgerEntry(trx, context.clock, { table: "service_certificates", id: row.id, content: text });
  await recordFacts(trx, context.clock, [
    {
      kind: row.kind === "hours" ? "certificates.issued" : "certificates.thanked",
      occurredOn: today,
      unitId: row.unit_id,
      quantity: 1,
      measure: "份",
      source: { table: "service_certificates", id: row.id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: row.kind === "hours" ? "certificates.issue" : "certificates.thank",
    unitId: row.unit_id,
    record: { table: "service_certificates", id: row.id },
    requestId: context.requestId,
  });
  return no;
};

/**
 * The unit issues what was asked for: the records that stand right now, signed and added apart, numbered without gap, its
 * hash in the ledger.
 * @throws AppError `certificates.not_found` | `certificates.own` | `certificates.no_hours` | `state.conflict`
 */
export const issueCertificate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  certificateId: string,
): Promise<string> =>
  writeIssued(trx, context, actor, { row: await lockCertificate(trx, certificateId), words: null });

/**
 * A letter of thanks for a member of a team that the unit verified (K-05), with his hours of the period and his stars.
 * @throws AppError `certificates.thanks_short` | `certificates.not_a_member` | `certificates.period` | `certificates.own`
 */
export const thankVolunteer = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; unitId: string; from: string; to: string; words: string },
): Promise<string> => {
  const words = input.words.trim();
  if (words.length < 10)
    throw new AppError<CertificatesError>("certificates.thanks_short", {
      fields: { words: "certificates.thanks_short" },
    });
  if (input.from > input.to || input.to > toDistrictDate(context.clock.now()))
    throw new AppError<CertificatesError>("certificates.period", { fields: { to: "certificates.period" } });
  const teams = await listTeamsOf(trx, input.personId);
  if (!teams.some((team) => team.unitId === input.unitId && team.status === "verified"))
    throw new AppError<CertificatesError>("certificates.not_a_member", { status: 409 });
  const id = createId(context.clock);
  await insertRequest(trx, context, { id, kind: "thanks", purpose: null, ...input });
  await writeIssued(trx, context, actor, { row: await lockCertificate(trx, id), words });
  return id;
};

/** @throws AppError `certificates.reason_needed` | `certificates.own` | `state.conflict` */
export const endCertificate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { certificateId: string; event: Exclude<CertificateEvent, "issue">; reason?: string | undefined },
): Promise<void> => {
  const reason = requireText<CertificatesError>("certificates.reason_needed", input.reason);
  const row = await lockCertificate(trx, input.certificateId);
  const deciderId = requireOther(actor, row.person_id);
  await applyTransition(trx as never, {
    machine: certificateStates,
    table: "service_certificates",
    id: row.id,
    event: input.event,
    now: context.clock.now(),
    set: { decided_by_person_id: deciderId, decision_reason: reason, due_at: null },
  }); // the function is generic over all modules' tables
  if (input.event === "revoke")
    await reverseFactsOf(trx, context.clock, { table: "service_certificates", id: row.id });
  await recordAudit(trx, context, {
    actor,
    action: `certificates.${input.event}`,
    unitId: row.unit_id,
    record: { table: "service_certificates", id: row.id },
    reason,
    requestId: context.requestId,
  });
};
