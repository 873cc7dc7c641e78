/**
 * Every way in which this package refuses its input.
 *
 * | code | refused |
 * |---|---|
 * | `claims.claim_empty` | a claim without a letter or Han character |
 * | `claims.id_repeated` | two claims or reports with one id |
 * | `claims.message_empty` | a message without a letter or Han character (empty, emoji only) |
 * | `claims.message_too_long` | a message over 1,500,000 UTF-16 units |
 * | `claims.number_out_of_range` | a number outside its range |
 * | `claims.cluster_unknown` | a cluster id that the state does not have |
 * | `claims.version_stale` | a change planned on a cluster that has changed since: plan again |
 * | `claims.snapshot_invalid` | a snapshot of clusters that is broken or of another format |
 */
export type ClaimErrorCode =
  | "claims.claim_empty"
  | "claims.id_repeated"
  | "claims.message_empty"
  | "claims.message_too_long"
  | "claims.number_out_of_range"
  | "claims.cluster_unknown"
  | "claims.version_stale"
  | "claims.snapshot_invalid";

const sentences: Record<ClaimErrorCode, string> = {
  "claims.claim_empty": "说法没有文字，请写出要核查的那句话。",
  "claims.id_repeated": "编号重复，请换一个编号或先删除原有的一条。",
  "claims.message_empty": "消息里没有文字，请粘贴文字内容后再查。",
  "claims.message_too_long": "消息太长（超过 150 万字），请只留下要核查的部分。",
  "claims.number_out_of_range": "数值超出范围，请按说明的范围填写。",
  "claims.cluster_unknown": "没有这个线索组，它可能已被合并，请刷新后再操作。",
  "claims.version_stale": "线索组已被别人改动，请刷新后再操作。",
  "claims.snapshot_invalid": "线索组的备份不完整或版本不对，请换一份备份再恢复。",
};

/**
 * An expected refusal: `code` of a closed union, `subject` names the id or value it concerns, `message` is a Chinese
 * sentence that says what to do.
 *
 * @example new ClaimError("claims.message_empty").message; // => "消息里没有文字，请粘贴文字内容后再查。"
 */
export class ClaimError extends Error {
  override readonly name = "ClaimError";
  readonly code: ClaimErrorCode;
  readonly subject: string;

  constructor(code: ClaimErrorCode, subject = "") {
    super(sentences[code]);
    this.code = code;
    this.subject = subject;
  }
}
