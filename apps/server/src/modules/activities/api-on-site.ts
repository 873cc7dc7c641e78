import { audienceNames } from "#kernel/audiences.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import type { Static } from "typebox";
import * as contract from "./contract.ts";
import { outcomeNames } from "./line-queries.ts";
import { flagNames } from "./on-site-time.ts";
import { listWork, type SentLine, takeBatch } from "./on-site-work.ts";
import { registrationStatusNames } from "./state.ts";

const onSite = { action: "activities.on_site" } as const;

type Sent = Static<typeof contract.linesBody>["lines"][number];

const toLine = (sent: Sent): SentLine => {
  const shared = { id: sent.id, deviceAt: new Date(sent.deviceAt) };
  const { targetId } = sent;
  switch (sent.kind) {
    case "in":
      return {
        targetId,
        line: {
          ...shared,
          kind: "in",
          sessionId: targetId,
          registrationId: sent.registrationId,
          peopleCount: sent.peopleCount ?? 1,
          audience: sent.audience,
          method: sent.method ?? "list",
        },
      };
    case "undo":
      // An undo that names nothing takes nothing back: its own id is no line's.
      return {
        targetId,
        line: { ...shared, kind: "undo", sessionId: targetId, undoesId: sent.undoesId ?? sent.id },
      };
    case "visit_in":
    case "visit_out":
      return {
        targetId,
        line: { ...shared, kind: sent.kind, orderId: targetId, code: sent.code ?? "" },
      };
    default: {
      const never: never = sent.kind;
      throw new Error(`no line of kind ${String(never)}`);
    }
  }
};

/** What the page on site asks and sends; the page itself works without a network. */
export const registerOnSiteApi = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/on-site/work",
    access: onSite,
    summary: "Sessions and visits that I may sign on site in the next days, each with a signed list",
    response: contract.workAnswer,
    handler: async (visit) => {
      const work = await listWork(context, visit.person(), visit.now);
      return {
        now: visit.now,
        sessions: work.sessions.map((session) => ({
          ...session,
          audiences: session.audiences.map((code) => ({ code, name: audienceNames[code] })),
          rows: session.rows.map(({ status, ...row }) => ({
            ...row,
            statusName: registrationStatusNames[status],
          })),
        })),
        visits: work.visits,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/on-site/lines",
    access: onSite,
    summary: "Send what was signed without a network; each line has its own id and counts once",
    body: contract.linesBody,
    response: contract.linesAnswer,
    handler: async (visit, trx) => {
      const { body } = visit;
      const answers = await takeBatch(trx, act(visit), visit.person(), {
        deviceId: body.deviceId,
        deviceSentAt: new Date(body.sentAt),
        tickets: body.tickets.map((ticket) => ({ ...ticket, issuedAt: new Date(ticket.issuedAt) })),
        lines: body.lines.map(toLine),
      });
      return {
        answers: answers.map((answer) => ({
          id: answer.id,
          outcome: answer.outcome,
          outcomeName: answer.outcome === "known" ? "收到过了" : outcomeNames[answer.outcome],
          flags: answer.flags.map((flag) => flagNames[flag]),
        })),
      };
    },
  });
};
