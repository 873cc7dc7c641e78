import type { OrderEvent } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";

const dayMs = 86_400_000;

type Lead = {
  order_no: number;
  title: string;
  team_id: string | null;
  visit_starts_at: Date | null;
  visit_ends_at: Date | null;
};

type Follow = {
  /** How the member moves; left out where only its due time does. */
  event?: "finish" | "unmerge";
  reason?: string;
  set: Record<string, unknown>;
  body: string;
};

/** Day and time in the district, as in messages. */
export const clockWords = (at: Date): string => {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日${local.getUTCHours()}:${String(local.getUTCMinutes()).padStart(2, "0")}`;
};

/**
 * What an event of the common order means for one that is served with it: a time is told, the end of the visit is its end
 * too, and where the common order falls away it stands alone again. Undefined where nothing follows.
 */
export const followOf = (event: OrderEvent, lead: Lead, member: { order_no: number }): Follow | undefined => {
  const no = toOrderNo(member.order_no);
  switch (event) {
    case "schedule":
    case "substitute":
      if (lead.visit_starts_at === null || lead.visit_ends_at === null) return undefined;
      return {
        set: { due_at: new Date(lead.visit_ends_at.getTime() + 3 * dayMs) },
        body: `【湘江科普】您的单 ${no} 和 ${toOrderNo(lead.order_no)} 一起办，约在 ${clockWords(lead.visit_starts_at)}。到访码还是您自己的。`,
      };
    case "finish":
      return {
        event: "finish",
        reason: `和 ${toOrderNo(lead.order_no)} 一起办完`,
        set: {
          team_id: lead.team_id,
          visit_starts_at: lead.visit_starts_at,
          visit_ends_at: lead.visit_ends_at,
        },
        body: `【湘江科普】${no} 做完了。请到“我的点单”确认；3 天没有回音，就算做完。`,
      };
    case "give_up":
    case "withdraw":
    case "send_elsewhere":
      return {
        event: "unmerge",
        reason: `一起办的 ${toOrderNo(lead.order_no)} 取消了`,
        set: { merged_into: null },
        body: `【湘江科普】和您一起办的单取消了，${no} 单独接着办，单号不变。`,
      };
    default:
      return undefined;
  }
};
