import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { replaceWords } from "./checked-words.ts";
import { countLive, countLiveAt } from "./live-queries.ts";
import { decidePitch, draftFromPitch, getPitch, listPitches, proposePitch } from "./pitches.ts";
import { listCheckedWords } from "./precheck.ts";
import { getReaderReport, listReaderReports, settleReport } from "./remarks.ts";
import { readSetting, writeSetting } from "./settings.ts";
import { listTopics, retireTopic, topicAndBelow, type TopicView, writeTopic } from "./topics.ts";

const toTopicRow = (topic: TopicView) => ({ ...topic, synonyms: [...topic.synonyms] });

/** Pitches, the gap grid, topics, word lists and readers' reports. */
export const registerPlanningRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/topics",
    access: { allow: "public" },
    summary: "The topic vocabulary: tree, synonyms, kinds",
    response: contract.topicsAnswer,
    handler: async () => ({ rows: (await listTopics(db)).map(toTopicRow) }),
  });
  routes.write({
    method: "PUT",
    url: "/api/topics/:code",
    access: { action: "contents.manage_topics" },
    summary: "Add a topic or change its words",
    params: contract.codeParams,
    body: contract.topicBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await writeTopic(trx, act(visit), visit.actor, { code: visit.params.code, ...visit.body });
      return { id: visit.params.code };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/topics/:code/retire",
    access: { action: "contents.manage_topics" },
    summary: "Take a topic out of use",
    params: contract.codeParams,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await retireTopic(trx, act(visit), visit.actor, visit.params.code);
      return { id: visit.params.code };
    },
  });
  routes.read({
    url: "/api/content-gaps",
    access: { action: "contents.read_gaps" },
    summary: "The gap grid: how many items are out for each topic, audience and kind in the whole district",
    response: contract.gapAnswer,
    handler: async () => {
      const now = clock.now();
      const [topics, cells] = [await listTopics(db), await countLive(db, now)];
      const chains = [];
      for (const topic of topics.filter((one) => one.kind === "chain"))
        chains.push({
          topic: topic.code,
          count: await countLiveAt(db, now, topicAndBelow(topics, topic.code)),
        });
      return {
        topics: topics.map(toTopicRow),
        cells: [...cells],
        chains,
        chainMinimum: await readSetting(db, "chain_minimum"),
      };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/content-settings/chain-minimum",
    access: { action: "contents.manage_settings" },
    summary: "How many items an industry chain should have at least; fewer are flagged in the gap grid",
    body: contract.chainMinimumBody,
    response: contract.chainMinimumBody,
    handler: async (visit, trx) => {
      await writeSetting(trx, act(visit), visit.actor, { name: "chain_minimum", amount: visit.body.amount });
      return { amount: visit.body.amount };
    },
  });
  routes.read({
    url: "/api/pitches",
    access: { action: "contents.pitch" },
    summary: "Pitches within my area",
    query: contract.pitchQuery,
    response: contract.pitchPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, audience } = visit.query;
      const listed = await listPitches(db, { scope: visit.scope(), status, audience, page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/pitches",
    access: { action: "contents.pitch" },
    summary: "Propose an item",
    body: contract.pitchBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(context.clock.now()))).path);
      return { id: await proposePitch(trx, act(visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/pitches/:id/decide",
    access: { action: "contents.decide_pitch" },
    summary: "Take a pitch, leave it, or take it up again",
    params: contract.idParams,
    body: contract.decideBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPitch(trx, visit.params.id)).unitPath);
      await decidePitch(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/pitches/:id/draft",
    access: { action: "contents.write" },
    summary: "Make the draft of an accepted pitch",
    params: contract.idParams,
    response: contract.draftAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPitch(trx, visit.params.id)).unitPath);
      return draftFromPitch(trx, act(visit), visit.person(), { id: visit.params.id });
    },
  });
  routes.read({
    url: "/api/checked-words",
    access: { action: "contents.manage_words" },
    summary: "Words that the machine pre-check looks for",
    response: contract.wordsAnswer,
    handler: async () => {
      return { rows: [...(await listCheckedWords(db))] };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/checked-words",
    access: { action: "contents.manage_words" },
    summary: "Replace one list of words: a line for each, `word,advice`",
    body: contract.wordsBody,
    response: contract.wordsAnswer,
    handler: async (visit, trx) => {
      await replaceWords(trx, act(visit), visit.actor, visit.body);
      return { rows: [...(await listCheckedWords(trx))] };
    },
  });
  routes.read({
    url: "/api/reader-reports",
    access: { action: "contents.read" },
    summary: "What readers say is wrong, within my area",
    query: contract.reportQuery,
    response: contract.reportPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listReaderReports(db, { scope: visit.scope(), status, page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/reader-reports/:id/settle",
    access: { action: "contents.write" },
    summary: "Answer a reader's report: corrected, or kept with the reason",
    params: contract.idParams,
    body: contract.settleBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      const report = await getReaderReport(trx, visit.params.id);
      visit.authorise(report.unitPath);
      await settleReport(trx, act(visit), visit.person(), { id: report.id, ...visit.body });
      return { id: report.id };
    },
  });
};
