import { defineStates } from "#kernel/transitions.ts";

export type DeliveryStatus = "queued" | "failing" | "awaiting" | "confirmed" | "stuck" | "overtaken";
export type DeliveryEvent = "confirm" | "fail" | "hand_over" | "give_up" | "retry" | "overtake";

/**
 * A delivery ends with a receipt. `awaiting`: screens or a person have still to say so; `stuck`: tried often in vain, a
 * person has to look; `overtaken`: the item left before it had arrived everywhere, or came out anew.
 */
export const deliveryStates = defineStates<DeliveryStatus, DeliveryEvent>(
  {
    queued: { confirm: "confirmed", fail: "failing", hand_over: "awaiting", overtake: "overtaken" },
    failing: {
      confirm: "confirmed",
      fail: "failing",
      hand_over: "awaiting",
      give_up: "stuck",
      overtake: "overtaken",
    },
    awaiting: { confirm: "confirmed", fail: "failing", hand_over: "awaiting", overtake: "overtaken" },
    stuck: { retry: "queued", confirm: "confirmed", overtake: "overtaken" },
    confirmed: {},
    overtaken: {},
  },
  ["confirm", "fail", "hand_over", "give_up", "retry", "overtake"],
);

export const deliveryStatusNames: Readonly<Record<DeliveryStatus, string>> = {
  queued: "待送达",
  failing: "送达失败，正在重试",
  awaiting: "等待回执",
  confirmed: "已确认",
  stuck: "多次失败，待人工处理",
  overtaken: "已被后来的操作替代",
};

export type ShowingStatus = "planned" | "counted" | "withdrawn";
export type ShowingEvent = "count" | "withdraw";
/** A film on screens for a week: counted when its week and two days are over. */
export const showingStates = defineStates<ShowingStatus, ShowingEvent>(
  { planned: { count: "counted", withdraw: "withdrawn" }, counted: {}, withdrawn: {} },
  ["count", "withdraw"],
);
export const showingStatusNames: Readonly<Record<ShowingStatus, string>> = {
  planned: "已安排",
  counted: "已计数",
  withdrawn: "已撤下",
};
