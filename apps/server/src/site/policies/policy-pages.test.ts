import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { realPolicies } from "#demo/policies/real-policies.ts";
import { draftPolicy, endPolicy, publishPolicy } from "#modules/policies/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildPerson } from "#test/support/whole-system.ts";

const get = async (server: TestServer, url: string) => server.app.inject({ method: "GET", url });
const hrefsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<a[^>]* href="(\/policies\/\d+)"/gu)].map(([, href = ""]) => href);

const publishAll = async (server: TestServer): Promise<{ ids: readonly string[]; other: PersonActor }> => {
  const { context } = server;
  const unit = await buildUnit(context.db, { kind: "department" });
  const person = async (name: string): Promise<PersonActor> => ({
    kind: "person",
    personId: await buildPerson(server, { name }),
    sessionId: name,
    grants: [{ role: "editor", unitId: unit.id, unitPath: unit.path }],
    secondFactor: true,
  });
  const [author, other] = [await person("演示甲"), await person("演示乙")];
  const ids: string[] = [];
  for (const policy of realPolicies)
    ids.push(
      await inTransaction(context.db, async (trx) => {
        const id = await draftPolicy(trx, context, author, { ...policy, unitId: unit.id });
        await publishPolicy(trx, context, other, { id });
        return id;
      }),
    );
  return { ids, other };
};

test("the library begins with eight documents or more, each with its number or law, date, address and clauses", () => {
  assert.ok(realPolicies.length >= 8);
  for (const policy of realPolicies) {
    assert.match(policy.officialUrl, /^https?:\/\/[^/]*gov\.cn\//u, policy.title);
    assert.ok(
      policy.points.every((point) => point.appliesTo.length > 0 && /[第一二三四使]/u.test(point.clause)),
    );
    assert.ok(policy.lookedUpOn > policy.issuedOn);
  }
});

programSuite("policy pages", (database) => {
  test("a base manager finds what applies to a base by two questions, each with its reason and clause (K-01)", async () => {
    await using server = await startTestServer(database());
    await publishAll(server);
    const first = await get(server, "/policies/which");
    assert.match(first.body, /您替谁来看/u);
    assert.match(first.body, /<form[^>]* action="\/policies\/which" method="get"/u);
    assert.match(first.body, /科普场馆、科普基地/u);

    const second = await get(server, "/policies/which?step=who&who=base");
    assert.match(second.body, /第二问/u);
    assert.match(second.body, /<input type="hidden" name="who" value="base"/u);

    const money = await get(server, "/policies/which?who=base&step=matter&matter=money");
    assert.match(money.body, /关于“十五五”期间支持科普事业发展进口税收优惠政策的通知/u);
    assert.match(money.body, /中华人民共和国科学技术普及法/u);
    assert.match(money.body, /第四十六条第二款/u);
    assert.ok(!money.body.includes("志愿服务条例"), "says nothing to bases about money");
    assert.ok(!money.body.includes("防暑降温"), "says nothing to bases");

    const all = await get(server, "/policies/which?who=base&step=matter");
    assert.ok(hrefsOf(all.body).length > hrefsOf(money.body).length, "nothing ticked is everything");
    const several = await get(server, "/policies/which?who=base&step=matter&matter=money&matter=recognition");
    assert.equal(several.statusCode, 200);
    assert.match(several.body, /钱和税、认定和表彰/u);
  });

  test("the button without an answer and made-up answers lead back to the question with a sentence", async () => {
    await using server = await startTestServer(database());
    for (const url of ["/policies/which?step=who", "/policies/which?step=who&who=king"]) {
      const page = await get(server, url);
      assert.equal(page.statusCode, 200);
      assert.match(page.body, /选一个最像您的/u);
      assert.match(page.body, /<title>出错/u);
    }
    assert.equal((await get(server, "/policies?who=king&level=moon")).statusCode, 200);
    for (const url of ["/policies/0", "/policies/x", "/policies/999999"])
      assert.equal((await get(server, url)).statusCode, 404, url);
  });
});

programSuite("policy list and page", (database) => {
  test("the list filters without script, and a page gives number, dates, official address and clauses", async () => {
    await using server = await startTestServer(database());
    const { ids, other } = await publishAll(server);
    const list = await get(server, "/policies");
    assert.equal(new Set(hrefsOf(list.body)).size, realPolicies.length);
    const guardians = await get(server, "/policies?who=guardian&matter=duty");
    assert.match(guardians.body, /未成年人网络保护条例/u);
    assert.ok(!guardians.body.includes("民政部令第67号"));
    const [href = ""] = hrefsOf(guardians.body).slice(-1);
    const page = await get(server, href);
    assert.match(page.body, /https:\/\/www\.gov\.cn\/zhengce\/content\/202310\/content_6911288\.htm/u);
    assert.match(page.body, /国务院令第766号/u);
    assert.match(page.body, /查阅/u);
    assert.match(page.body, /第十七条、第四十一条/u);
    assert.doesNotMatch(page.body, /<script(?! type="application\/ld\+json")/u);

    const [id = ""] = ids;
    await inTransaction(server.context.db, (trx) =>
      endPolicy(trx, server.context, other, { id, endedOn: "2026-11-01", reason: "演示：换成新的了" }),
    );
    const after = await get(server, "/policies");
    assert.equal(new Set(hrefsOf(after.body)).size, realPolicies.length - 1, "the list is anew at once");
    const no = hrefsOf(list.body).find((one) => !hrefsOf(after.body).includes(one)) ?? "";
    assert.match((await get(server, no)).body, /这份政策已经失效/u);
  });
});
