import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type TSchema } from "typebox";
import type { PersonActor } from "./actor.ts";
import { sendRange } from "./http-range.ts";
import { recordAudit } from "./audit.ts";
import { inTransaction, type Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import {
  addFormBurden,
  askedUnit,
  claimedSeconds,
  countFields,
  formSecondsHeader,
  secondsSinceShown,
} from "./form-burden.ts";
import { type HttpOptions, toAppError, toFormState } from "./http-options.ts";
import { readBody } from "./http-body.ts";
import type { Access, PageView, Redirect, Routes, Visit } from "./http-types.ts";
import { validateInput, validateParams } from "./http-validation.ts";
import { runOnce } from "./idempotency.ts";
import { createId } from "./ids.ts";
import { formatMode } from "./mode.ts";
import { withFormKey } from "./page-cache.ts";
import { requireAllowed } from "./policy.ts";

/** What the route × role × scope matrix and the contract tests walk. */
export type RouteRecord = {
  kind: "page" | "form" | "read" | "write" | "file";
  method: string;
  url: string;
  access: Access;
  /** What a form or a write takes. */
  body?: TSchema;
  outsideTransaction?: string;
};

const unauthorised = "a handler answered without asking visit.authorise() or visit.scope()";

type Tracked = {
  visit: Visit;
  asked: () => boolean;
  /** The unit of the last record that was authorised. */
  authorisedAt: () => string | undefined;
  formKey: () => string | undefined;
};

export const createRoutes = (app: FastifyInstance, options: HttpOptions) => {
  const { context, messages } = options;
  const { policy, clock, db, cipher, pages, log } = context;
  const records: RouteRecord[] = [];
  const pendingAudits = new WeakMap<FastifyRequest, Promise<unknown>>();

  const auditDenied = (request: FastifyRequest, action: string, reason: string): void => {
    // Written outside the refused act's transaction, which is rolled back.
    const written = recordAudit(
      db,
      { clock, cipher },
      { actor: request.actor, action, outcome: "denied", reason, requestId: request.id },
    ).then(
      () => undefined,
      (error: unknown) =>
        log.error({ err: error, requestId: request.id }, "a denied act could not be audited"),
    );
    pendingAudits.set(request, Promise.all([pendingAudits.get(request), written]));
  };

  const track = (
    request: FastifyRequest,
    reply: FastifyReply,
    access: Access,
    parts: { params?: unknown; query?: unknown } = {},
  ): Tracked => {
    let asked = !("action" in access);
    const action = "action" in access ? access.action : undefined;
    const rule = action === undefined ? undefined : policy.table[action];
    if (action !== undefined && rule === undefined) throw new Error(`no policy for action ${action}`);
    if (rule !== undefined && !("scope" in rule && rule.scope === "unit")) asked = true;
    const person = (): PersonActor => {
      if (request.actor.kind === "person") return request.actor;
      throw new AppError("policy.sign_in", { status: 401 });
    };
    let formKey: string | undefined;
    let authorisedAt: string | undefined;
    const visit: Visit = {
      request,
      reply,
      requestId: request.id,
      actor: request.actor,
      mode: request.mode,
      params: parts.params ?? {},
      query: parts.query ?? {},
      body: undefined,
      files: [],
      now: clock.now(),
      get formKey() {
        formKey ??= createId(clock);
        return formKey;
      },
      authorise: (unitPath) => {
        asked = true;
        if (action === undefined) return;
        const decision = policy.decide(request.actor, action, { unitPath });
        if (!decision.ok) auditDenied(request, action, decision.reason);
        requireAllowed(decision);
        authorisedAt = unitPath;
      },
      scope: () => {
        asked = true;
        return action === undefined ? "everywhere" : policy.scopeOf(request.actor, action);
      },
      person,
    };
    if ("allow" in access && access.allow === "signedIn") person();
    if (action !== undefined && rule !== undefined) {
      const scoped = "scope" in rule && rule.scope === "unit";
      // At the door: an actor with the role nowhere is refused before anything is read.
      const decision = scoped
        ? policy.scopeOf(request.actor, action).length > 0
          ? ({ ok: true } as const)
          : policy.decide(request.actor, action, { unitPath: "" })
        : policy.decide(request.actor, action);
      if (!decision.ok) auditDenied(request, action, decision.reason);
      requireAllowed(decision);
    }
    return { visit, asked: () => asked, authorisedAt: () => authorisedAt, formKey: () => formKey };
  };

  /** Adds what a form of staff asked to its unit's week; residents' forms and acts without a form add nothing. */
  const measureForm = async (
    trx: Trx,
    request: FastifyRequest,
    tracked: Tracked,
    sent: { access: Access; body: unknown; key?: unknown },
  ): Promise<void> => {
    if (!("action" in sent.access)) return;
    const { action } = sent.access;
    const unitId = askedUnit(request.actor, policy.table[action], tracked.authorisedAt());
    if (unitId === undefined) return;
    const fields = countFields(sent.body);
    const at = clock.now();
    const seconds =
      claimedSeconds(request.headers[formSecondsHeader]) ?? secondsSinceShown(sent.key, fields, at);
    if (seconds === undefined) return;
    await addFormBurden(trx, { unitId, at, form: action, fields, seconds });
  };

  const begin = (
    request: FastifyRequest,
    reply: FastifyReply,
    route: { access: Access; params?: TSchema; query?: TSchema },
  ): Tracked => {
    const params = route.params === undefined ? request.params : validateParams(route.params, request.params);
    const query =
      route.query === undefined ? request.query : validateInput(route.query, request.query, "coercing");
    return track(request, reply, route.access, { params, query });
  };

  const requireAsked = (tracked: Tracked): void => {
    if (!tracked.asked()) throw new Error(unauthorised);
  };

  const sendPage = (view: PageView | Redirect, visit: Visit): FastifyReply => {
    if ("redirect" in view) return visit.reply.redirect(view.redirect, 303);
    const html = options.renderDocument(view, visit);
    if (visit.actor.kind !== "anonymous") visit.reply.header("cache-control", "no-store");
    return visit.reply
      .code(view.status ?? 200)
      .type("text/html; charset=utf-8")
      .send(html);
  };

  const resolve = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.actor = await options.resolveActor(request, reply);
    if (request.actor.kind === "person" && request.actor.childSession) await options.admitChild(request);
  };

  const anonymousKeyOf = (request: FastifyRequest): string =>
    `anonymous:${cipher.blindIndex("address", request.ip).toString("hex").slice(0, 24)}`;

  // The address itself can hold a token or what somebody typed: kept as a keyed digest beside the pattern.
  const addressKeyOf = (method: string, request: FastifyRequest, pattern: string): string =>
    `${method} ${pattern} ${cipher.blindIndex("request-address", request.url).toString("hex").slice(0, 32)}`;

  const remember = (record: RouteRecord): void => {
    records.push(record);
  };

  /** Pages name the day and list what is valid on it: another day in Asia/Shanghai (UTC+8) is another page. */
  const cacheKeyOf = (request: FastifyRequest): string => {
    const day = Math.floor((clock.now().getTime() + 8 * 3_600_000) / 86_400_000);
    return `${day} ${formatMode(request.mode)} ${request.url}`;
  };

  const isPlainVisitor = (request: FastifyRequest): boolean =>
    !(request.headers.cookie ?? "").includes("kepu_session");

  /** Sends the kept page where it is current; true when it did. */
  const sendKept = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<number | "sent" | undefined> => {
    if (!isPlainVisitor(request)) return undefined;
    const version = await pages.currentVersion();
    const kept = pages.get(cacheKeyOf(request), version);
    if (kept === undefined) return version;
    reply.header("cache-control", "no-cache").header("vary", "cookie");
    if (kept.formKey !== undefined) {
      // No tag: a browser that keeps its copy would send the same key with another message.
      reply.code(kept.status).header("content-type", kept.contentType);
      reply.send(withFormKey(kept, createId(clock)));
      return "sent";
    }
    reply.header("etag", kept.etag);
    if (request.headers["if-none-match"] === kept.etag) reply.code(304).send();
    else reply.code(kept.status).header("content-type", kept.contentType).send(kept.body);
    return "sent";
  };

  const keep = (
    request: FastifyRequest,
    version: number,
    page: { status: number; contentType: string; body: Buffer; formKey?: string | undefined },
  ): void => {
    if (page.status !== 200) return;
    pages.set(cacheKeyOf(request), version, {
      ...page,
      etag: `"${version}-${createId(clock).slice(-12)}"`,
    });
  };

  const routes: Routes = {
    page: (route) => {
      remember({ kind: "page", method: "GET", url: route.url, access: route.access });
      app.get(route.url, { schema: { hide: true } }, async (request, reply) => {
        const version = route.cache === undefined ? undefined : await sendKept(request, reply);
        if (version === "sent") return reply;
        await resolve(request, reply);
        const tracked = begin(request, reply, route);
        const view = await route.handler(tracked.visit as never); // begin() validated params and query by the route's schemas
        requireAsked(tracked);
        if (version === undefined || "redirect" in view || request.actor.kind !== "anonymous")
          return sendPage(view, tracked.visit);
        const body = Buffer.from(options.renderDocument(view, tracked.visit));
        keep(request, version, {
          status: view.status ?? 200,
          contentType: "text/html; charset=utf-8",
          body,
          formKey: tracked.formKey(),
        });
        return reply
          .code(view.status ?? 200)
          .header("vary", "cookie")
          .header("cache-control", "no-cache")
          .type("text/html; charset=utf-8")
          .send(body);
      });
    },

    file: (route) => {
      remember({ kind: "file", method: "GET", url: route.url, access: route.access });
      app.get(route.url, { schema: { hide: true } }, async (request, reply) => {
        const version = route.cache === undefined ? undefined : await sendKept(request, reply);
        if (version === "sent") return reply;
        await resolve(request, reply);
        const tracked = begin(request, reply, route);
        const result = await route.handler(tracked.visit as never); // as above
        requireAsked(tracked);
        const body = typeof result.body === "string" ? Buffer.from(result.body) : result.body;
        if (version !== undefined && request.actor.kind === "anonymous")
          keep(request, version, { status: 200, contentType: result.contentType, body });
        if (result.downloadName !== undefined)
          reply.header(
            "content-disposition",
            `attachment; filename*=UTF-8''${encodeURIComponent(result.downloadName)}`,
          );
        void reply
          .header("content-type", result.contentType)
          .header("cache-control", result.cacheControl ?? (version === undefined ? "no-store" : "no-cache"));
        return sendRange(request, reply, body);
      });
    },

    form: (route) => {
      remember({
        kind: "form",
        method: "POST",
        url: route.url,
        access: route.access,
        body: route.body,
        ...(route.outsideTransaction === undefined ? {} : { outsideTransaction: route.outsideTransaction }),
      });
      app.post(
        route.url,
        {
          schema: { hide: true },
          ...(route.files === undefined ? {} : { bodyLimit: route.files.maxBytes + 256 * 1024 }),
        },
        async (request, reply) => {
          await resolve(request, reply);
          const tracked = begin(request, reply, route);
          const { fields, files, key } = await readBody(request, route.files);
          try {
            const body = validateInput(route.body, fields, "coercing");
            const visit = { ...tracked.visit, body, files } as never; // validated by the route's schema
            await route.beforeTransaction?.(visit);
            const target =
              route.outsideTransaction === undefined
                ? await inTransaction(db, async (trx) => {
                    const hashed = { fields, files: files.map((file) => file.bytes) };
                    const once = await runOnce(
                      trx,
                      { clock, cipher },
                      {
                        actor: request.actor,
                        anonymousKey: anonymousKeyOf(request),
                        route: addressKeyOf("POST", request, route.url),
                        key,
                        body: hashed,
                      },
                      async () => {
                        const done = await route.handler(visit, trx);
                        await measureForm(trx, request, tracked, { access: route.access, body, key });
                        return done;
                      },
                    );
                    return once.response;
                  })
                : await route.handler(visit, undefined as never); // the route says why it takes no transaction
            requireAsked(tracked);
            return reply.redirect(target.redirect, 303);
          } catch (thrown) {
            const error = toAppError(thrown);
            if (error.status >= 500 || error.status === 401 || error.status === 403) throw thrown;
            const view = await route.onRefusal(
              tracked.visit as never,
              toFormState(fields, error, messages),
              error,
            );
            return sendPage({ ...view, status: error.status }, tracked.visit);
          }
        },
      );
    },

    read: (route) => {
      remember({ kind: "read", method: "GET", url: route.url, access: route.access });
      app.get(
        route.url,
        {
          schema: {
            summary: route.summary,
            ...(route.params && { params: route.params }),
            ...(route.query && { querystring: route.query }),
            response: { 200: route.response, default: errorSchema },
          },
        },
        async (request, reply) => {
          await resolve(request, reply);
          const tracked = begin(request, reply, route);
          const result = await route.handler(tracked.visit as never); // as above
          requireAsked(tracked);
          return reply.header("cache-control", "no-store").send(result);
        },
      );
    },

    write: (route) => {
      remember({
        kind: "write",
        method: route.method,
        url: route.url,
        access: route.access,
        ...(route.body !== undefined && { body: route.body }),
      });
      app.route({
        method: route.method,
        url: route.url,
        schema: {
          summary: route.summary,
          ...(route.params && { params: route.params }),
          ...(route.body && { body: route.body }),
          ...(route.files && { consumes: ["multipart/form-data"] }),
          headers: idempotencyHeader,
          response: { 200: route.response, default: errorSchema },
        },
        ...(route.files && { bodyLimit: route.files.maxBytes + 256 * 1024 }),
        handler: async (request, reply) => {
          await resolve(request, reply);
          const tracked = begin(request, reply, route);
          const sent = route.files === undefined ? undefined : await readBody(request, route.files);
          const typed = sent?.fields ?? request.body ?? {};
          const body =
            route.body === undefined
              ? undefined
              : validateInput(route.body, typed, sent === undefined ? "strict" : "coercing");
          const files = sent?.files ?? [];
          const hashed =
            sent === undefined
              ? (body ?? null)
              : { fields: sent.fields, files: files.map((file) => file.bytes) };
          const result = await inTransaction(db, async (trx) => {
            const visit = { ...tracked.visit, body, files } as never; // validated by the route's schema
            return runOnce(
              trx,
              { clock, cipher },
              {
                actor: request.actor,
                anonymousKey: anonymousKeyOf(request),
                route: addressKeyOf(route.method, request, route.url),
                key: request.headers["idempotency-key"],
                body: hashed,
              },
              async () => {
                const response = await route.handler(visit, trx);
                requireAsked(tracked);
                await measureForm(trx, request, tracked, { access: route.access, body });
                return response;
              },
            );
          });
          if (result.repeated) reply.header("idempotent-replayed", "true");
          return reply.header("cache-control", "no-store").send(result.response);
        },
      });
    },
  };

  const makeVisit = (request: FastifyRequest, reply: FastifyReply): Visit =>
    track(request, reply, { allow: "public" }).visit;
  /** A refusal is answered only when its audit entry is written. */
  const settleAudits = async (request: FastifyRequest): Promise<void> => {
    await pendingAudits.get(request);
  };
  return { routes, records, makeVisit, settleAudits };
};

const idempotencyHeader = Type.Object({
  "idempotency-key": Type.String({
    minLength: 16,
    maxLength: 80,
    description: "A new UUID for each act; the same key gives the same answer.",
  }),
});

export const errorSchema = Type.Object(
  {
    error: Type.Object({
      code: Type.String(),
      message: Type.String({ description: "A sentence for people, in Chinese." }),
      fields: Type.Record(Type.String(), Type.String()),
      requestId: Type.String(),
    }),
  },
  { description: "A refusal: closed code, sentence, wrong fields." },
);
