import type { DispatchError, DispatchErrorCode } from "./errors.ts";
import type { Refusal, RefusalCode } from "./refusals.ts";

const sentences: Readonly<Record<DispatchErrorCode, string>> = {
  "dispatch.field_invalid": "“{field}”不对：应为{wanted}。请改正后再试。",
  "dispatch.id_repeated": "“{field}”里的编号“{id}”出现了两次。请给每一项一个不同的编号。",
  "dispatch.id_unknown": "“{field}”提到的编号“{id}”不存在。请检查编号，或删去这一项。",
  "dispatch.pair_kinds_equal":
    "订单“{id}”要两支队伍，两边的队伍类型应写明且不同，例如专家和志愿者。请改正后再试。",
  "dispatch.board_too_large": "一次派单太大（{found} 个可选组合，最多 {limit} 个）。请按街道或日期分批派单。",
  "dispatch.order_unknown": "找不到订单“{id}”。请检查编号。",
  "dispatch.not_solved": "在给定的时间内没有求出方案。请加长时间，或改用普通派单。",
};

const refusals: Readonly<Record<RefusalCode, string>> = {
  refused: "这一轮已经婉拒或超时过",
  kind: "不是{wanted}",
  skill: "不会{wanted}",
  level: "{wanted}要 {least} 级，只有 {found} 级",
  badge: "有{wanted}的 {found} 人，要 {least} 人",
  language: "不会说{wanted}",
  people: "要 {least} 人，队里只有 {found} 人",
  effort: "只做轻便的，这项偏重",
  area: "服务范围不到这里",
  travel: "路上要 {found} 分钟，最多愿走 {most} 分钟",
  slot: "要的时间都不能服务",
  full: "要的时间都已排满",
  most: "接单数已到上限",
};

const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? "？"));

/**
 * The Chinese sentence of an error: what is wrong and what to do next.
 *
 * @example describeDispatchError(new DispatchError("dispatch.order_unknown", { id: "o1" })); // => "找不到订单“o1”。请检查编号。"
 */
export const describeDispatchError = (error: DispatchError): string =>
  fill(sentences[error.code], error.values);

/**
 * Why a team cannot take an order, in Chinese words for the dispatcher.
 *
 * @example describeRefusal({ code: "people", values: { least: 3, found: 2 } }); // => "要 3 人，队里只有 2 人"
 */
export const describeRefusal = (refusal: Refusal): string => fill(refusals[refusal.code], refusal.values);
