export type BatchPreview<Row> = { ready: readonly Row[]; refused: readonly { row: Row; reason: string }[] };
export type BatchOutcome = { key: string; ok: true } | { key: string; ok: false; sentence: string };

/** Splits the ticked rows into those that will be acted on and those that will not, each with its reason. */
export const previewBatch = <Row>(
  rows: readonly Row[],
  refusal: (row: Row) => string | undefined,
): BatchPreview<Row> => {
  const ready: Row[] = [];
  const refused: { row: Row; reason: string }[] = [];
  for (const row of rows) {
    const reason = refusal(row);
    if (reason === undefined) ready.push(row);
    else refused.push({ row, reason });
  }
  return { ready, refused };
};

export const batchSummary = (preview: BatchPreview<unknown>, outcomes: readonly BatchOutcome[]): string => {
  const done = outcomes.filter((outcome) => outcome.ok).length;
  const failed = outcomes.length - done;
  if (outcomes.length === 0)
    return `将办理 ${preview.ready.length} 条，${preview.refused.length} 条不能办理。确认后才会开始。`;
  return `已办 ${done} 条，没有办成 ${failed} 条，还剩 ${preview.ready.length - outcomes.length} 条。`;
};
