import type { FastifyInstance } from "fastify";
import type pg from "pg";
import type { Logger } from "pino";
import { anonymous } from "#kernel/actor.ts";
import { registerGuardedTables } from "#kernel/audit.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Config } from "#kernel/config.ts";
import type { Context } from "#kernel/context.ts";
import { createDb } from "#kernel/db.ts";
import { createFieldCipher } from "#kernel/encryption.ts";
import { AppError, createMessageBook } from "#kernel/errors.ts";
import { registerFactKinds } from "#kernel/facts.ts";
import { createFileStore } from "#kernel/files.ts";
import { createHttp } from "#kernel/http.ts";
import type { RouteRecord } from "#kernel/http-routes.ts";
import { createJobs, type JobRunner } from "#kernel/jobs.ts";
import { kernelMessages } from "#kernel/messages.ts";
import type { Module } from "#kernel/module.ts";
import { createPageCache } from "#kernel/page-cache.ts";
import { kernelNames, registerPlainNames } from "#kernel/plain-names.ts";
import { createPolicy } from "#kernel/policy.ts";
import { modules as allModules } from "./modules.ts";
import { renderDocument, renderErrorPage } from "./site/document.tsx";

export type Parts = { config: Config; pool: pg.Pool; clock: Clock; log: Logger; modules?: readonly Module[] };

export type System = {
  app: FastifyInstance;
  context: Context;
  jobs: JobRunner;
  records: readonly RouteRecord[];
  modules: readonly Module[];
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** The only place that constructs anything: configuration and a pool in, a system that can serve and work out. */
export const compose = async (parts: Parts): Promise<System> => {
  const { config, pool, clock, log, modules = allModules } = parts;
  const db = createDb(pool);
  const cipher = createFieldCipher(config.dataKeys, config.indexKey);
  const policy = createPolicy(modules.map((module) => module.policy));
  const messages = createMessageBook([kernelMessages, ...modules.map((module) => module.messages)]);
  for (const names of [kernelNames, ...modules.map((module) => module.names ?? [])].flat())
    registerPlainNames(names);
  registerGuardedTables(modules.flatMap((module) => module.guardedTables ?? []));
  registerFactKinds(modules.flatMap((module) => module.factKinds ?? []));
  const jobs = createJobs({ pool, db, clock, log });
  const context: Context = {
    config,
    db,
    pool,
    clock,
    log,
    cipher,
    policy,
    pages: createPageCache(db),
    files: createFileStore(config.files),
    jobs: jobs.sender,
    personalData: modules.flatMap((module) => module.personalData ?? []),
  };
  jobs.define(
    modules.flatMap((module) => module.jobs?.(context) ?? []),
    modules.flatMap((module) => module.events?.(context) ?? []),
  );
  const resolveActor = modules.flatMap((module) => module.actorResolver?.(context) ?? [])[0];
  const admitChild = modules.flatMap((module) => module.childAdmission?.(context) ?? [])[0];
  const { app, routes, records } = await createHttp({
    context,
    messages,
    resolveActor: resolveActor ?? (async () => anonymous),
    // Without the site nobody knows what is fit for a child.
    admitChild:
      admitChild ??
      (async () => {
        throw new AppError("http.not_found", { status: 404 });
      }),
    renderDocument: (view, visit) => renderDocument(view, visit, config),
    renderError: renderErrorPage,
  });
  for (const module of modules) module.routes?.(routes, context);
  for (const module of modules) await module.plugins?.(app, context);
  return {
    app,
    context,
    jobs,
    records,
    modules,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await jobs.stop();
      await pool.end();
    },
  };
};
