// Sits between better-auth and its Kysely adapter, so that session tokens are stored as hashes only.
import { kyselyAdapter } from "@better-auth/kysely-adapter";
import type { BetterAuthOptions } from "better-auth";
import type { Db } from "#kernel/db.ts";
import { hashToken } from "./session-cookie.ts";

type Adapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
type Where = NonNullable<Parameters<Adapter["findMany"]>[0]["where"]>;

const hashWhere = (where: Where): Where =>
  where.map((condition) => {
    if (condition.field !== "token") return condition;
    if (typeof condition.value === "string") return { ...condition, value: hashToken(condition.value) };
    if (Array.isArray(condition.value))
      return { ...condition, value: condition.value.map((value) => hashToken(String(value))) };
    return condition;
  });

const tokenOf = (where: Where): unknown =>
  where.find((condition) => condition.field === "token" && typeof condition.value === "string")?.value;

/** Gives a row that was found by its token that token back, as better-auth expects; all other rows keep the hash. */
const restore = (row: unknown, token: unknown): void => {
  if (typeof row === "object" && row !== null && typeof token === "string") Object.assign(row, { token });
};

const wrap = (inner: Adapter): Adapter => ({
  ...inner,
  create: async (input) => {
    if (input.model !== "session") return inner.create(input);
    const { token } = input.data;
    const created = await inner.create({
      ...input,
      data: { ...input.data, token: hashToken(String(token)) },
    });
    restore(created, token);
    return created as never; // the row of the model, as the inner adapter typed it
  },
  findOne: async (input) => {
    if (input.model !== "session") return inner.findOne(input);
    const found = await inner.findOne({ ...input, where: hashWhere(input.where) });
    restore(found, tokenOf(input.where));
    return found as never; // as above
  },
  findMany: async (input) =>
    inner.findMany(
      input.model === "session" && input.where ? { ...input, where: hashWhere(input.where) } : input,
    ),
  update: async (input) => {
    if (input.model !== "session") return inner.update(input);
    const updated = await inner.update({ ...input, where: hashWhere(input.where) });
    restore(updated, tokenOf(input.where));
    return updated as never; // as above
  },
  updateMany: async (input) =>
    inner.updateMany(input.model === "session" ? { ...input, where: hashWhere(input.where) } : input),
  delete: async (input) =>
    inner.delete(input.model === "session" ? { ...input, where: hashWhere(input.where) } : input),
  deleteMany: async (input) =>
    inner.deleteMany(input.model === "session" ? { ...input, where: hashWhere(input.where) } : input),
  consumeOne: async (input) =>
    inner.consumeOne(input.model === "session" ? { ...input, where: hashWhere(input.where) } : input),
  transaction: async (work) => inner.transaction(async (trx) => work(wrap(trx as Adapter))),
});

export const createAuthAdapter =
  (db: Db) =>
  (options: BetterAuthOptions): Adapter =>
    wrap(kyselyAdapter(db as never, { type: "postgres" })(options)); // its own Kysely type knows no tables
