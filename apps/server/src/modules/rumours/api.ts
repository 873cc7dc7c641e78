import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { getClaim } from "./claim-rows.ts";
import { addClaimNote, declineClaim, mergeClaims, splitClaim, takeUpClaim } from "./claims.ts";
import * as contract from "./contract.ts";
import { listDeskActions } from "./desk-actions.ts";
import { getDeskDetail, listDesk } from "./desk-queries.ts";
import { toClaimPath } from "./paths.ts";
import { getClaimPhoto, transcribePhoto } from "./photos.ts";
import type { rumoursPolicy } from "./policy.ts";
import { listRatings } from "./public-queries.ts";
import { addRating } from "./ratings.ts";
import { receiptText } from "./receipt-numbers.ts";
import { submitReport } from "./reports.ts";
import { claimStates, type ClaimStatus, reportStatusNames } from "./state.ts";
import { publishVerdict, signVerdict } from "./signing.ts";
import { getVerdict } from "./verdict-rows.ts";
import { dropVerdict, saveVerdict, startVerdict, submitVerdict, takeBackVerdict } from "./verdicts.ts";

type Action = keyof typeof rumoursPolicy;

const toStatuses = (text: string | undefined): readonly ClaimStatus[] | undefined => {
  if (text === undefined || text === "") return undefined;
  const wanted = text.split(",");
  return claimStates.states.filter((status) => wanted.includes(status));
};

/** The desk's lists, claims and verdicts as JSON. */
export const registerRumoursApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, db, requestId: visit.requestId });
  /** The claim must be within the actor's area for the route's action. */
  const enter = async (visit: Visit<{ id: string }>, trx: Trx): Promise<string> => {
    const claim = await getClaim(trx, visit.params.id);
    visit.authorise(claim.unit_path);
    return claim.id;
  };
  const enterVerdict = async (visit: Visit<{ id: string }>, trx: Trx): Promise<string> => {
    const verdict = await getVerdict(trx, visit.params.id);
    visit.authorise((await getClaim(trx, verdict.claim_id)).unit_path);
    return verdict.id;
  };
  const on = (place: "claims" | "verdicts", verb: string, action: Action, summary: string) =>
    ({
      method: "POST",
      url: `/api/rumour-${place}/:id/${verb}`,
      access: { action },
      summary,
      params: contract.idParams,
    }) as const;

  routes.read({
    url: "/api/rumour-claims",
    access: { action: "rumours.read" },
    summary: "Claims of my area with their reports, ranked by spread, harm and locality",
    query: contract.deskQuery,
    response: contract.deskPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, ...rest } = visit.query;
      const listed = await listDesk(
        db,
        { cipher, now: visit.now },
        { scope: visit.scope(), status: toStatuses(status), ...rest, page, size },
      );
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/rumour-claims/:id",
    access: { action: "rumours.read" },
    summary: "One claim: wordings, counts, notes, verdicts with signatures, near verdicts, history",
    params: contract.idParams,
    response: contract.deskDetail,
    handler: async (visit) => {
      visit.authorise((await getClaim(db, visit.params.id)).unit_path);
      const { unitPath, ...detail } = await getDeskDetail(db, { cipher, now: visit.now }, visit.params.id);
      // Messages are shown in full and may name people: who read them is on record.
      await recordAudit(db, act(visit), {
        actor: visit.actor,
        action: "rumours.read",
        outcome: "read",
        unitId: detail.unitId,
        record: { table: "claims", id: detail.id },
        requestId: visit.requestId,
      });
      const nextActions = await listDeskActions(
        db,
        { ...detail, unitPath },
        { actor: visit.person(), policy, now: visit.now },
      );
      // The wire has arrays that the serialiser may walk.
      return { ...detail, nextActions } as unknown as contract.DeskDetailAnswer; // readonly arrays become JSON arrays
    },
  });
  routes.write({
    method: "POST",
    url: "/api/rumour-reports",
    access: { action: "rumours.intake" },
    summary:
      "Write down what somebody asked at a station, on the phone or elsewhere; answers at once where it can",
    body: contract.intakeBody,
    response: contract.intakeAnswer,
    handler: async (visit, trx) => {
      const { message, unitId, ...rest } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(clock.now()))).path);
      const result = await submitReport(trx, act(visit), visit.actor, { text: message, unitId, ...rest });
      const claim =
        result.status === "answered" && result.claimId !== null
          ? await getClaim(trx, result.claimId)
          : undefined;
      return {
        id: result.reportId,
        number: receiptText(result.number),
        status: result.status,
        statusName: reportStatusNames[result.status],
        claimId: result.claimId,
        page: claim === undefined ? null : toClaimPath(claim.claim_no),
      };
    },
  });
  routes.write({
    ...on("claims", "take-up", "rumours.work", "Take a claim up: say what is claimed, its field and harm"),
    body: contract.takeUpBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      await takeUpClaim(trx, act(visit), visit.person(), { claimId, ...visit.body });
      return { id: claimId };
    },
  });
  routes.write({
    ...on(
      "claims",
      "merge",
      "rumours.work",
      "Merge into another claim; into an answered one all askers are told",
    ),
    body: contract.mergeBody,
    response: contract.toldAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      visit.authorise((await getClaim(trx, visit.body.intoId)).unit_path);
      const { told } = await mergeClaims(trx, act(visit), visit.person(), { claimId, ...visit.body });
      return { id: visit.body.intoId, told };
    },
  });
  routes.write({
    ...on("claims", "split", "rumours.work", "Take wordings and their reports out into a claim of their own"),
    body: contract.splitBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      return { id: await splitClaim(trx, act(visit), visit.person(), { claimId, ...visit.body }) };
    },
  });
  routes.write({
    ...on(
      "claims",
      "decline",
      "rumours.work",
      "Say that the desk will not look at it, and why; askers are told",
    ),
    body: contract.reasonBody,
    response: contract.toldAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      const { told } = await declineClaim(trx, act(visit), visit.person(), { claimId, ...visit.body });
      return { id: claimId, told };
    },
  });
  routes.write({
    ...on("claims", "notes", "rumours.work", "Add a research note"),
    body: contract.noteBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      return { id: await addClaimNote(trx, act(visit), visit.person(), { claimId, ...visit.body }) };
    },
  });
  routes.file({
    url: "/api/rumour-claims/:id/photos/:photoId",
    access: { action: "rumours.read" },
    params: contract.photoParams,
    handler: async (visit) => {
      const claim = await getClaim(db, visit.params.id);
      visit.authorise(claim.unit_path);
      const fileId = await getClaimPhoto(db, { claimId: claim.id, photoId: visit.params.photoId });
      await recordAudit(db, act(visit), {
        actor: visit.actor,
        action: "rumours.read",
        outcome: "read",
        unitId: claim.unit_id,
        record: { table: "claim_photos", id: visit.params.photoId },
        requestId: visit.requestId,
      });
      const { downloadName: _name, ...file } = await toDownload(context, fileId);
      return file;
    },
  });
  routes.write({
    method: "POST",
    url: "/api/rumour-claims/:id/photos/:photoId/transcribe",
    access: { action: "rumours.work" },
    summary: "Write out what a picture says, so that its words are compared and found",
    params: contract.photoParams,
    body: contract.transcribeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const claim = await getClaim(trx, visit.params.id);
      visit.authorise(claim.unit_path);
      await transcribePhoto(trx, act(visit), visit.person(), {
        claimId: claim.id,
        photoId: visit.params.photoId,
        ...visit.body,
      });
      return { id: claim.id };
    },
  });
  routes.write({
    ...on("claims", "verdicts", "rumours.work", "Begin a verdict, or the next version of one that is out"),
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const claimId = await enter(visit, trx);
      return { id: await startVerdict(trx, act(visit), visit.person(), { claimId }) };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/rumour-verdicts/:id",
    access: { action: "rumours.work" },
    summary: "Save a draft of a verdict",
    params: contract.idParams,
    body: contract.saveBody,
    response: contract.savedAnswer,
    handler: async (visit, trx) => {
      const verdictId = await enterVerdict(visit, trx);
      const revision = await saveVerdict(trx, act(visit), visit.person(), { verdictId, ...visit.body });
      return { id: verdictId, revision };
    },
  });
  routes.write({
    ...on("verdicts", "submit", "rumours.work", "Send a verdict to the signers; its words are frozen"),
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const verdictId = await enterVerdict(visit, trx);
      await submitVerdict(trx, act(visit), visit.person(), { verdictId });
      return { id: verdictId };
    },
  });
  for (const [verb, summary, command] of [
    ["take-back", "Take a verdict back from the signers to change it", takeBackVerdict],
    ["drop", "A verdict that will not be used", dropVerdict],
  ] as const)
    routes.write({
      ...on("verdicts", verb, "rumours.work", summary),
      body: contract.reasonBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const verdictId = await enterVerdict(visit, trx);
        await command(trx, act(visit), visit.person(), { verdictId, ...visit.body });
        return { id: verdictId };
      },
    });
  routes.write({
    ...on("verdicts", "sign", "rumours.sign", "An expert of the field agrees, or dissents with a reason"),
    body: contract.signBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const verdictId = await enterVerdict(visit, trx);
      await signVerdict(trx, act(visit), visit.person(), { verdictId, ...visit.body });
      return { id: verdictId };
    },
  });
  routes.write({
    ...on(
      "verdicts",
      "publish",
      "rumours.publish",
      "Bring a signed verdict out and tell everybody who asked",
    ),
    response: contract.toldAnswer,
    handler: async (visit, trx) => {
      const verdictId = await enterVerdict(visit, trx);
      const { told } = await publishVerdict(trx, act(visit), visit.person(), { verdictId });
      return { id: verdictId, told };
    },
  });
  routes.read({
    url: "/api/verdict-ratings",
    access: { action: "rumours.read_public" },
    summary: "Grades that a verdict can have",
    response: contract.ratingsAnswer,
    handler: async () => ({ rows: [...(await listRatings(db))] }),
  });
  routes.write({
    method: "POST",
    url: "/api/verdict-ratings",
    access: { action: "rumours.manage_ratings" },
    summary: "Add a grade to the scale of verdicts",
    body: contract.ratingBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await addRating(trx, act(visit), visit.person(), visit.body);
      return { id: visit.body.code };
    },
  });
};
