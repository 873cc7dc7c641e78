import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { readStoredFiles, toDownload } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { describeCodes } from "./classification.ts";
import * as contract from "./contract.ts";
import type { ContentsError } from "./errors.ts";
import { listComments } from "./remarks.ts";
import { renderReviewSheet } from "./review-sheet.ts";
import { versionStates } from "./state.ts";
import {
  findLatestVersionId,
  getVersionDetail,
  listNextActions,
  listStudio,
  type StudioFilter,
  type StudioSort,
} from "./studio-queries.ts";
import { getVersion } from "./version-rows.ts";
import { mediaPurpose } from "./vocabulary.ts";

const toSort = (sort: string | undefined): StudioSort | undefined => {
  const by = (["title", "statusChangedAt", "publishAt"] as const).find(
    (column) => column === sort?.replace(/^-/, ""),
  );
  return by === undefined ? undefined : { by, direction: sort?.startsWith("-") === true ? "desc" : "asc" };
};

export const toStudioFilter = (visit: Visit<unknown, contract.StudioQuery>): StudioFilter => {
  const { query } = visit;
  return {
    scope: visit.scope(),
    status: versionStates.states.filter((status) => query.status?.split(",").includes(status) ?? false),
    kind: query.kind,
    audience: query.audience,
    topic: query.topic,
    pillar: query.pillar,
    q: query.q,
    ...(query.mine === "yes" ? { authorId: visit.person().personId } : {}),
  };
};

/** What the studio reads. */
export const registerStudioReads = (routes: Routes, context: Context): void => {
  const { db, cipher, clock, policy } = context;
  routes.read({
    url: "/api/contents",
    access: { action: "contents.read" },
    summary: "Items of the studio within my area: the newest version of each, and the one that is out",
    query: contract.studioQuery,
    response: contract.studioPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const sort = toSort(visit.query.sort);
      const listed = await listStudio(db, toStudioFilter(visit), {
        page,
        size,
        ...(sort === undefined ? {} : { sort }),
      });
      return {
        rows: [...listed.rows].map((row) => ({
          ...row,
          audiences: [...row.audiences],
          topics: [...row.topics],
          pillars: [...row.pillars],
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  const detailOf = async (visit: Visit, versionId: string) => {
    const now = clock.now();
    const version = await getVersionDetail(db, { cipher, now }, versionId);
    visit.authorise(version.unitPath);
    const nextActions = await listNextActions(db, version, { actor: visit.person(), policy, now });
    const { contentHash, lock, recall, ...rest } = version;
    return {
      ...rest,
      pillars: [...version.pillars],
      ...(contentHash === undefined ? {} : { contentHash }),
      ...(lock === undefined ? {} : { lock }),
      ...(recall === undefined ? {} : { recall }),
      steps: version.steps.map(({ expertTitle, contentHash: signedHash, ...step }) => ({
        ...step,
        renditions: [...step.renditions],
        ...(expertTitle === undefined ? {} : { expertTitle }),
        ...(signedHash === undefined ? {} : { contentHash: signedHash }),
      })),
      versions: [...version.versions],
      findings: [...version.findings],
      sideCopies: [...version.sideCopies],
      nextActions: [...nextActions],
    };
  };
  routes.read({
    url: "/api/contents/:id",
    access: { action: "contents.read" },
    summary: "One item: its newest version with text, signatures, findings and next actions",
    params: contract.idParams,
    response: contract.versionDetail,
    handler: async (visit) => detailOf(visit, await findLatestVersionId(db, visit.params.id)),
  });
  routes.read({
    url: "/api/content-versions/:id",
    access: { action: "contents.read" },
    summary: "One version of an item, whole",
    params: contract.idParams,
    response: contract.versionDetail,
    handler: async (visit) => detailOf(visit, visit.params.id),
  });
  routes.read({
    url: "/api/contents/:id/codes",
    access: { action: "contents.read" },
    summary: "Codes of standards that the item carries, and what they are called in later editions",
    params: contract.idParams,
    response: contract.codesAnswer,
    handler: async (visit) => {
      const version = await getVersion(db, await findLatestVersionId(db, visit.params.id));
      visit.authorise(version.unit_path);
      const codes = await describeCodes(db, version.content.classification);
      return { rows: codes.map((code) => ({ ...code, successors: [...code.successors] })) };
    },
  });
  routes.read({
    url: "/api/content-versions/:id/comments",
    access: { action: "contents.read" },
    summary: "Remarks at places of the text",
    params: contract.idParams,
    response: contract.commentsAnswer,
    handler: async (visit) => {
      visit.authorise((await getVersion(db, visit.params.id)).unit_path);
      return { rows: [...(await listComments(db, cipher, visit.params.id))] };
    },
  });
  routes.file({
    url: "/api/content-versions/:id/review-sheet.pdf",
    access: { action: "contents.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const now = clock.now();
      const version = await getVersionDetail(db, { cipher, now }, visit.params.id);
      visit.authorise(version.unitPath);
      return {
        contentType: "application/pdf",
        body: await renderReviewSheet(db, version, { publicUrl: context.config.publicUrl, now }),
        downloadName: `审校单-${version.no}-第${version.versionNo}版.pdf`,
        cacheControl: "no-store",
      };
    },
  });
  routes.file({
    url: "/api/content-files/:id",
    access: { action: "contents.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const file = (await readStoredFiles(db, [visit.params.id])).get(visit.params.id);
      if (file === undefined || file.purpose !== mediaPurpose || file.unitId === null)
        throw new AppError<ContentsError>("contents.file_unknown", { status: 404 });
      visit.authorise((await getUnit(db, file.unitId, toDistrictDate(clock.now()))).path);
      return toDownload(context, visit.params.id);
    },
  });
};
