import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import type { BodyComparison, ComparedRow } from "./comparison/compare-bodies.ts";
import { idParams, okAnswer } from "./contract.ts";
import * as contract from "./contract-comparison.ts";
import { dropSideCopy, getSideCopy, mergeSideCopy } from "./side-copies.ts";
import { studioActs } from "./studio-acts.ts";
import { findLatestVersionId } from "./studio-queries.ts";
import { compareSideCopy, compareTexts, listTexts } from "./texts.ts";
import { getVersion } from "./version-rows.ts";

const toRows = (rows: readonly ComparedRow[]) =>
  rows.map((row) => ({ ...row, words: [...row.words], notes: [...row.notes] }));
const toAnswer = ({ fields, blocks, sources, panels, counts }: BodyComparison) => ({
  fields: fields.map((field) => ({ ...field, words: [...field.words] })),
  blocks: toRows(blocks),
  sources: toRows(sources),
  panels: toRows(panels),
  counts,
});

/** Texts of an item laid beside each other, and words kept beside taken over or left. */
export const registerComparisonRoutes = (routes: Routes, context: Context): void => {
  const { db, cipher } = context;
  const { act } = studioActs(context);
  routes.read({
    url: "/api/contents/:id/comparison",
    access: { action: "contents.read" },
    summary: "Two texts of an item laid beside each other: versions, or what went into a round of review",
    params: idParams,
    query: contract.comparisonQuery,
    response: contract.comparisonAnswer,
    handler: async (visit) => {
      const contentId = visit.params.id;
      const latest = await getVersion(db, await findLatestVersionId(db, contentId));
      visit.authorise(latest.unit_path);
      const { from, to, comparison } = await compareTexts(db, { contentId, ...visit.query });
      return {
        title: latest.title,
        texts: [...(await listTexts(db, contentId))],
        from,
        to,
        comparison: toAnswer(comparison),
      };
    },
  });
  routes.read({
    url: "/api/content-side-copies/:id",
    access: { action: "contents.read" },
    summary: "Words kept beside, against the draft as it is now",
    params: idParams,
    response: contract.sideCopyAnswer,
    handler: async (visit) => {
      const copy = await getSideCopy(db, visit.params.id);
      visit.authorise((await getVersion(db, copy.versionId)).unit_path);
      const { personId, comparison, ...compared } = await compareSideCopy(db, copy.id);
      const names = await getPersonNames(db, cipher, [personId]);
      return {
        ...compared,
        personName: names.get(personId) ?? "已注销的用户",
        comparison: toAnswer(comparison),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/content-side-copies/:id/merge",
    access: { action: "contents.write" },
    summary: "Take chosen paragraphs, sources and fields of words kept beside into the draft",
    params: idParams,
    body: contract.mergeBody,
    response: contract.mergeAnswer,
    handler: async (visit, trx) => {
      const copy = await getSideCopy(trx, visit.params.id);
      visit.authorise((await getVersion(trx, copy.versionId)).unit_path);
      const { baseRevision, ...taking } = visit.body;
      const { revision } = await mergeSideCopy(trx, act(visit), visit.person(), {
        id: copy.id,
        baseRevision,
        taking,
      });
      return { id: copy.id, revision };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/content-side-copies/:id/drop",
    access: { action: "contents.write" },
    summary: "Leave words kept beside",
    params: idParams,
    response: okAnswer,
    handler: async (visit, trx) => {
      const copy = await getSideCopy(trx, visit.params.id);
      visit.authorise((await getVersion(trx, copy.versionId)).unit_path);
      await dropSideCopy(trx, act(visit), visit.person(), copy.id);
      return { id: copy.id };
    },
  });
};
