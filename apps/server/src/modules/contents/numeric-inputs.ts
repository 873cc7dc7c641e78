import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const item = {
  "content.chart.rows[][]": typed("figures of a published source, which the item names"),
  "content.chart.source": typed("which of the item's sources the chart is of; chosen from a list"),
  "content.lesson.minutes": typed("how long the author means the lesson to last"),
  "content.lesson.gradeNumbers[]": typed("for which grades the author writes"),
  "content.media.audioSeconds": typed("how long the recording lasts; the recorder of the page measures it"),
  "content.media.videoSeconds": typed("how long the film lasts, as its maker says; no film is decoded here"),
};
const revision = typed("which state of the text the writer saw; the page carries it, no person types it");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const contentsNumericInputs: NumericInputs = {
  "POST /api/contents": item,
  "PUT /api/content-versions/:id": { ...item, baseRevision: revision },
  "POST /api/content-versions/:id/precheck": item,
  "POST /api/content-versions/:id/comments": {
    blockNo: typed("which paragraph was pressed; the page carries it"),
  },
  "POST /api/content-side-copies/:id/merge": {
    baseRevision: revision,
    "blocks[]": typed("which paragraphs are taken over; ticked, not typed"),
    "sources[]": typed("which sources are taken over; ticked, not typed"),
    "panels[]": typed("which panels are taken over; ticked, not typed"),
  },
  "POST /api/content-templates": item,
  "PUT /api/content-templates/:id": { ...item, baseRevision: revision },
  "PUT /api/topics/:code": { sortNo: typed("the place of a word in its list, as an editor wants it") },
  "PUT /api/content-settings/chain-minimum": {
    amount: typed("a rule that the editors set; what was published is counted from facts"),
  },
};
