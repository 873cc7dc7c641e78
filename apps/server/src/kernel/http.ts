import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from "fastify";
import type { Actor } from "./actor.ts";
import { anonymous } from "./actor.ts";
import { AppError } from "./errors.ts";
import { type HttpOptions, toAppError } from "./http-options.ts";
import { createRoutes, type RouteRecord } from "./http-routes.ts";
import { requireSameSite, securityHeaders } from "./http-security.ts";
import type { Mode, Routes } from "./http-types.ts";
import { createId } from "./ids.ts";
import { parseMode } from "./mode.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Filled by the actor hook before any handler runs. */
    actor: Actor;
    mode: Mode;
    startedAtMs: number;
  }
}

export type Http = { app: FastifyInstance; routes: Routes; records: readonly RouteRecord[] };

const maxJsonBytes = 512 * 1024;

export const wantsJson = (request: FastifyRequest): boolean => request.url.startsWith("/api/");

/** Whether every %XX of the path stands for text. */
const isReadableAddress = (url: string): boolean => {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
};

const trivialMode: Mode = { elder: false, contrast: "normal", fontStep: 0, easy: false };

export const createHttp = async (options: HttpOptions): Promise<Http> => {
  const { context, messages } = options;
  const { config, clock, log } = context;
  const loggerInstance: FastifyBaseLogger = log;
  const app: FastifyInstance = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxJsonBytes,
    trustProxy: config.trustProxy,
    requestIdHeader: false,
    genReqId: () => createId(clock),
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    // The router's own answers to a long or broken address are bare JSON without our headers: a long one is judged by the
    // route's schema (Node ends a request line over 16 KB), a broken one leads to the not-found page.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: true },
    rewriteUrl: ({ url = "/" }) => (isReadableAddress(url) ? url : url.startsWith("/api/") ? "/api/-" : "/-"),
    return503OnClosing: true,
    // Input is validated in http-routes with two validators (strict for JSON, coercing for forms): not here.
    ajv: { customOptions: {} },
  });
  app.setValidatorCompiler(() => () => true);
  // Set in the hook below before any handler runs; a request decorator may not be an object.
  app.decorateRequest("actor", null as never);
  app.decorateRequest("mode", null as never);
  app.decorateRequest("startedAtMs", 0);
  const headers = securityHeaders(config);

  app.addHook("onRequest", async (request, reply) => {
    request.startedAtMs = performance.now();
    request.actor = anonymous;
    request.mode = request.headers.cookie === undefined ? trivialMode : parseMode(request.headers.cookie);
    reply.headers(headers);
    reply.header("x-request-id", request.id);
    requireSameSite(request, config.publicUrl);
  });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 256 * 1024 });
  await app.register(multipart, { throwFileSizeLimit: true });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "湘江科普 API",
        version: "0.1.0",
        description: "Every operation of the staff workbench; the schema is the contract.",
      },
    },
  });

  const { routes, records, makeVisit, settleAudits } = createRoutes(app, options);

  app.setErrorHandler(async (thrown, request, reply) => {
    const error = toAppError(thrown);
    await settleAudits(request);
    if (error.status >= 500)
      log.error({ err: thrown, requestId: request.id, route: request.routeOptions.url }, "unexpected error");
    const sentence = messages.sentence(error);
    reply.header("cache-control", "no-store").code(error.status);
    if (error.code === "attempts.too_many")
      reply.header("retry-after", String(60 * Number(error.values["minutes"] ?? 1)));
    if (wantsJson(request)) {
      const fields = Object.fromEntries(
        Object.entries(error.fields).map(([field, code]) => [
          field,
          messages.has(code) ? messages.field(code) : code,
        ]),
      );
      return reply
        .type("application/json; charset=utf-8")
        .serializer(JSON.stringify)
        .send({ error: { code: error.code, message: sentence, fields, requestId: request.id } });
    }
    const visit = makeVisit(request, reply);
    const view = options.renderError(
      { status: error.status, sentence, requestId: request.id, code: error.code },
      visit,
    );
    return reply.type("text/html; charset=utf-8").send(options.renderDocument(view, visit));
  });
  app.setNotFoundHandler(() => {
    throw new AppError("http.not_found", { status: 404 });
  });
  app.addHook("onResponse", async (request, reply) => {
    // The route's pattern and no address, query or body: they can hold personal data.
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? "unknown",
        status: reply.statusCode,
        ms: Math.round(performance.now() - request.startedAtMs),
      },
      "request",
    );
    options.onResponse?.(request, reply);
  });
  return { app, routes, records };
};
