import { randomInt } from "node:crypto";
import { type Role, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { type TestServer, writeHeaders } from "#test/support/server.ts";
import { createAccountWithPassword } from "./accounts.ts";
import { grantRole } from "./grants.ts";
import { createPasswordHasher } from "./passwords.ts";
import { createPerson } from "./persons.ts";
import { writeSessionCookie } from "./session-cookie.ts";
import { openSession } from "./sessions.ts";

const tester = systemActor("test");

/** A number that nobody has: the range 199 with random digits. */
export const buildPhone = (): string => `199${String(randomInt(100_000_000)).padStart(8, "0")}`;

export type BuiltPerson = { id: string; phone: string; fullName: string };

/** A person, with an account name and password where asked, and roles at units. */
export const buildPerson = async (
  context: Context,
  options: {
    fullName?: string;
    phone?: string;
    username?: string;
    password?: string;
    unitId?: string;
    roles?: readonly { role: Role; unitId: string; endsOn?: string }[];
  } = {},
): Promise<BuiltPerson> => {
  const phone = options.phone ?? buildPhone();
  const fullName = options.fullName ?? "演示张三";
  const id = await inTransaction(context.db, async (trx) => {
    const personId = await createPerson(trx, context, tester, {
      fullName,
      phone,
      ...(options.unitId === undefined ? {} : { unitId: options.unitId }),
    });
    if (options.username !== undefined)
      await createAccountWithPassword(
        trx,
        { ...context, hasher: createPasswordHasher(context.config.environment) },
        tester,
        {
          personId,
          username: options.username,
          password: options.password ?? "春江潮水连海平海上明月共潮生",
        },
      );
    for (const grant of options.roles ?? [])
      await grantRole(trx, context, tester, { ...grant, personId, reason: "测试岗位" });
    return personId;
  });
  return { id, phone, fullName };
};

/** A Cookie header of a new session of the person; with the second factor passed unless said otherwise. */
export const buildCookie = async (
  context: Context,
  personId: string,
  options: { secondFactor?: "passed" | "open" } = {},
): Promise<string> => {
  const { token } = await inTransaction(context.db, async (trx) =>
    openSession(trx, context, personId, {
      method: "password",
      userAgent: "test",
      ...(options.secondFactor === "open" ? {} : { secondFactor: "passed" as const }),
    }),
  );
  let header = "";
  writeSessionCookie(
    {
      setCookie: (name: string, value: string) => (header = `${name}=${encodeURIComponent(value)}`),
    } as never,
    context.config,
    token,
  ); // only this method is used
  return header;
};

/** One call of the JSON API from our own pages, with a new idempotency key for a write. */
export const callApi = async (
  server: TestServer,
  cookie: string,
  method: "GET" | "POST" | "DELETE",
  url: string,
  payload?: object,
) =>
  server.app.inject({
    method,
    url,
    headers: { cookie, ...(method === "GET" ? {} : writeHeaders()) },
    ...(payload === undefined ? {} : { payload }),
  });

/** A street with a community below it and a sister street, and somebody with a role at the street. */
export const buildArea = async (
  server: TestServer,
  role: Role,
  secondFactor: "passed" | "open" = "passed",
) => {
  const { context } = server;
  const street = await buildUnit(context.db, { kind: "street" });
  const community = await buildUnit(context.db, { kind: "community", parent: street });
  const sister = await buildUnit(context.db, { kind: "street" });
  const root = await context.db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  const admin = await buildPerson(context, { roles: [{ role, unitId: street.id }], unitId: street.id });
  return {
    street,
    community,
    sister,
    root,
    admin,
    cookie: await buildCookie(context, admin.id, { secondFactor }),
  };
};

export const grantBody = (role: Role, unit: BuiltUnit, more: object = {}) => ({
  role,
  unitId: unit.id,
  reason: "工作需要",
  ...more,
});
