import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "./actor.ts";
import type { GuardedTable } from "./audit.ts";
import type { Context } from "./context.ts";
import type { EventHandler } from "./events.ts";
import type { FactKind } from "./facts.ts";
import type { Routes } from "./http-types.ts";
import type { JobDefinition } from "./jobs.ts";
import type { NumericInputs } from "./numeric-inputs.ts";
import type { PersonalDataSource } from "./personal-data.ts";
import type { PlainNames } from "./plain-names.ts";
import type { PolicyTable } from "./policy.ts";

/** One row of docs/plan-map.md. */
export type PlanRow = {
  /** Requirement id of the plan, for example `B-09`. */
  id: string;
  state: "works" | "partly" | "not yet";
  /** Page or job where it is met. */
  where: string;
  /** The test that proves it (works), or what is missing (partly, not yet). */
  note: string;
};

/** What a module declares of itself; compose.ts is the only reader. */
export type Module = {
  name: string;
  policy: PolicyTable;
  messages: Readonly<Record<string, string>>;
  /** Names of the acts that this module audits and of its records; what has none is shown by its code. */
  names?: PlainNames;
  guardedTables?: readonly GuardedTable[];
  factKinds?: readonly FactKind[];
  planRows?: readonly PlanRow[];
  /** Every module that keeps something about a person declares it here; export and erasure walk this list. */
  personalData?: readonly PersonalDataSource[];
  /** Every number that a form or write of this module asks for, with why it has to be typed (J12). */
  numericInputs?: NumericInputs;
  routes?: (routes: Routes, context: Context) => void;
  events?: (context: Context) => readonly EventHandler[];
  jobs?: (context: Context) => readonly JobDefinition[];
  /** Only identity: who a request comes from. */
  actorResolver?: (context: Context) => (request: FastifyRequest, reply: FastifyReply) => Promise<Actor>;
  /** Only site: refuses what a child's session may not open, or not now. Asked for such sessions alone, before the handler. */
  childAdmission?: (context: Context) => (request: FastifyRequest) => Promise<void>;
  /** What cannot be said as routes: static assets, a library's own endpoints. Each needs a line in the architecture test. */
  plugins?: (app: FastifyInstance, context: Context) => Promise<void>;
};
