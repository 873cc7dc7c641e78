import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { type Role, roles, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  createAccountWithPassword,
  createPasswordHasher,
  createPerson,
  findAccountNames,
  findPersonByPhone,
  grantRole,
  listPeople,
} from "#modules/identity/index.ts";
import { type Command, type Io, withSystem, wrongUse } from "#server/command-line.ts";

export const usage = `user <list|create|grant|reset> 列出账号、建立账号、授予岗位、重设口令
  user list   [--q <完整姓名、完整手机号或登录名开头>] [--role <岗位>]
  user create --name <姓名> --phone <手机号> --login <登录名>
  user grant  --phone <手机号> --role <岗位> --unit <单位编号> --reason <理由> [--until <年-月-日>]
  user reset  --phone <手机号> --login <登录名>
口令随机生成并打印一次；姓名和手机号加密保存。岗位：${roles.join("、")}`;

const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** 16 of 31 letters: 79 bits, none that is taken for another when read aloud. */
const makePassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(""),
  ).join("-");

const pageSize = 200;

/** Prints every account, names and numbers masked: a terminal is read over shoulders and kept in logs. */
export const listUsers = async (
  context: Context,
  io: Pick<Io, "stdout">,
  filter: { q?: string; role?: Role },
): Promise<number> => {
  io.stdout("姓名\t手机号\t状态\t登录名\t岗位\n");
  let shown = 0;
  for (let page = 1; ; page += 1) {
    const { rows, total } = await listPeople(
      context,
      { ...filter, page, size: pageSize, sort: "createdAt" },
      "everywhere",
    );
    const names = await findAccountNames(
      context.db,
      rows.map((row) => row.id),
    );
    for (const row of rows) {
      const held = row.roles.map((one) => `${one.roleName}（${one.unitName}）`).join("、") || "没有岗位";
      io.stdout(
        `${row.name}\t${row.maskedPhone ?? "没有手机号"}\t${row.statusName}\t${names.get(row.id) ?? "没有登录名"}\t${held}\n`,
      );
    }
    shown += rows.length;
    if (shown >= total || rows.length === 0) break;
  }
  io.stdout(`共 ${shown} 个账号\n`);
  return 0;
};

export const run: Command["run"] = async (argv, io) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      name: { type: "string" },
      phone: { type: "string" },
      login: { type: "string" },
      role: { type: "string" },
      unit: { type: "string" },
      reason: { type: "string" },
      until: { type: "string" },
      q: { type: "string" },
    },
  });
  const [act] = positionals;
  const { name, phone, login, unit, reason, until } = values;
  const role = roles.find((known) => known === values.role);
  const misused = (): number => {
    io.stderr(`${usage}\n`);
    return wrongUse;
  };
  if (act === "list")
    return withSystem(io, async ({ context }) =>
      listUsers(context, io, {
        ...(values.q === undefined ? {} : { q: values.q }),
        ...(role === undefined ? {} : { role }),
      }),
    );
  if (phone === undefined) return misused();
  return withSystem(io, async ({ context }) => {
    const { clock, cipher, db, config } = context;
    const actor = systemActor("kepu user");
    const acting = { clock, cipher, hasher: createPasswordHasher(config.environment) };
    const password = makePassword();
    if (act === "create" && name !== undefined && login !== undefined) {
      await inTransaction(db, async (trx) => {
        const personId = await createPerson(trx, acting, actor, { fullName: name, phone });
        await createAccountWithPassword(trx, acting, actor, { personId, username: login, password });
      });
      io.stdout(`✓ 已建立账号 ${login}，口令 ${password}（只显示这一次）\n`);
      return 0;
    }
    const person = await findPersonByPhone(db, cipher, phone);
    if (person === undefined) {
      io.stderr("✗ 没有这个手机号的人。请先用 user create 建立账号。\n");
      return 1;
    }
    if (act === "reset" && login !== undefined) {
      await inTransaction(db, async (trx) =>
        createAccountWithPassword(trx, acting, actor, { personId: person.id, username: login, password }),
      );
      io.stdout(`✓ 已重设 ${login} 的口令：${password}（只显示这一次）\n`);
      return 0;
    }
    if (act === "grant" && role !== undefined && unit !== undefined && reason !== undefined) {
      const grant = {
        personId: person.id,
        role,
        unitId: unit,
        reason,
        ...(until === undefined ? {} : { endsOn: until }),
      };
      await inTransaction(db, async (trx) => grantRole(trx, acting, actor, grant));
      io.stdout("✓ 已授予岗位\n");
      return 0;
    }
    return misused();
  });
};
