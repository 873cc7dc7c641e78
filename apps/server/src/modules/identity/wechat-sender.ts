import type { Clock } from "#kernel/clock.ts";
import type { Config } from "#kernel/config.ts";
import { createWechatApi } from "#kernel/wechat-api.ts";

export type WechatSettings = NonNullable<Config["wechat"]>;
export type WechatMessage = {
  /** The provider sends the same `client_msg_id` to the same follower once within ten minutes. */
  key: string;
  openid: string;
  text: string;
  at: Date;
  url: string;
};

/**
 * What became of a try. `unreachable`: this person cannot be reached here (no follower, refused), another channel may;
 * `off`: the account or the template is set wrong or used up, another channel may and a person has to look;
 * `again`: nobody knows or the provider is busy, the same message under the same key later.
 */
export type WechatOutcome = { state: "sent" | "unreachable" | "off" | "again"; problem: string };

export type WechatSender = {
  send: (message: WechatMessage) => Promise<WechatOutcome>;
  /** The follower behind a code of the consent page; undefined where the code is used up or unknown. */
  findOpenid: (code: string) => Promise<string | undefined>;
};

const summaryLength = 20;

const outcomes: Readonly<Record<number, WechatOutcome["state"]>> = {
  0: "sent",
  // Not a follower, an openid of another account, the follower refused or left.
  40003: "unreachable",
  43004: "unreachable",
  43101: "unreachable",
  // Template, its fields, account, secret, address of this server, the day's quota.
  40013: "off",
  40037: "off",
  40125: "off",
  40164: "off",
  45009: "off",
  47003: "off",
  48001: "off",
  // Busy; too many in this minute.
  [-1]: "again",
  45011: "again",
};

/** `2026年12月01日 09:00` in China's time, the form of a template's time field. */
const timeText = (at: Date): string => {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 4)}年${local.slice(5, 7)}月${local.slice(8, 10)}日 ${local.slice(11, 16)}`;
};

/** A template's word field takes 20 characters. */
const toSummary = (text: string): string => {
  const words = text.replace(/^【[^】]*】/u, "");
  return words.length > summaryLength ? `${words.slice(0, summaryLength - 1)}…` : words;
};

/**
 * Template messages (模板消息) of a WeChat service account (服务号): `POST /cgi-bin/message/template/send` with a token of
 * `POST /cgi-bin/stable_token`, kept until shortly before it ends and asked for anew once where it is refused. See
 * docs/message-channels.md.
 */
export const createWechatSender = (settings: WechatSettings, clock: Clock): WechatSender => {
  const api = createWechatApi(settings, clock);
  return {
    send: async (message) => {
      try {
        const answer = await api.call("/cgi-bin/message/template/send", {
          touser: message.openid,
          template_id: settings.template.id,
          url: message.url,
          client_msg_id: message.key,
          data: {
            [settings.template.wordField]: { value: toSummary(message.text) },
            [settings.template.timeField]: { value: timeText(message.at) },
          },
        });
        // A code that is not listed was at least answered: nothing was sent, and a person has to look.
        const unknown = Number.isNaN(answer.code) ? "again" : "off";
        return {
          state: outcomes[answer.code] ?? unknown,
          problem: `wechat: ${answer.code} ${answer.message}`.slice(0, 300),
        };
      } catch (error) {
        return { state: "again", problem: `wechat: ${String(error)}`.slice(0, 300) };
      }
    },
    findOpenid: async (code) => {
      const query = new URLSearchParams({
        appid: settings.appId,
        secret: settings.secret,
        code,
        grant_type: "authorization_code",
      });
      const answer = await api.ask(`/sns/oauth2/access_token?${query.toString()}`);
      const { openid } = answer.body;
      return answer.code === 0 && typeof openid === "string" ? openid : undefined;
    },
  };
};
