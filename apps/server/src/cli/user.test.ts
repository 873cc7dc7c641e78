import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  createAccountWithPassword,
  createPasswordHasher,
  createPerson,
  grantRole,
} from "#modules/identity/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { listUsers } from "./user.ts";

const tester = systemActor("test");

databaseSuite("kepu user list", (database) => {
  test("lists accounts with their roles and shows neither a whole name nor a whole number", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db, { kind: "street", name: "演示枫溪街道" });
    await inTransaction(context.db, async (trx) => {
      const personId = await createPerson(trx, context, tester, {
        fullName: "欧阳测试",
        phone: "19900000001",
      });
      const hasher = createPasswordHasher("test");
      const account = { personId, username: "list.one", password: "窗含西岭千秋雪门泊东吴万里船" };
      await createAccountWithPassword(trx, { ...context, hasher }, tester, account);
      await grantRole(trx, context, tester, {
        personId,
        role: "editor",
        unitId: unit.id,
        reason: "测试岗位",
      });
      await createPerson(trx, context, tester, { fullName: "没有岗位的人" });
    });
    const list = async (filter: Parameters<typeof listUsers>[2]): Promise<string> => {
      let said = "";
      assert.equal(await listUsers(context, { stdout: (text) => void (said += text) }, filter), 0);
      return said;
    };
    const all = await list({});
    assert.match(all, /\tlist\.one\t编辑（演示枫溪街道）/);
    assert.match(all, /没有手机号\t使用中\t没有登录名\t没有岗位/);
    assert.match(all, /共 2 个账号/);
    assert.doesNotMatch(all, /欧阳测试|19900000001|没有岗位的人/);
    assert.match(await list({ role: "editor" }), /共 1 个账号/);
    assert.match(await list({ q: "list." }), /共 1 个账号/);
    assert.match(await list({ q: "19900000001" }), /共 1 个账号/);
  });
});
