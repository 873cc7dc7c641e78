// J7: a volunteer team from its registration to a certificate: the badge that keeps somebody from children, sign-in by the
// resident's code, hours that are certified, and the same order in the facts, the certificate and the ledger.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { run as runCertificate } from "#server/cli/certificate-verify.ts";
import type { Watched } from "./support/browser.ts";
import { confirm, openDesk } from "./support/desk.ts";
import { openDistrict } from "./support/district.ts";
import {
  agree,
  dispatchTo,
  openPhone,
  placeOrder,
  press,
  send,
  signAndFinish,
  signInByPhone,
  step,
  text,
  unitOf,
} from "./support/service.ts";

const team = "演示：理工大学观星队";
const lesson = "星空和航天讲座";
const phones = {
  leader: "19900008811",
  trained: "19900008812",
  untrained: "19900008813",
  school: "19900008814",
};

test("J7: a team registers, is verified, is kept from children without a badge, serves, and its hours stand in the facts, in a certificate that verifies offline and in the ledger", async (t) => {
  const district = await openDistrict();
  const { db } = district.system.context;
  // A place that the dispatcher's own station serves: it verifies who is at home there.
  const { unit_id: home } = await db
    .selectFrom("station_areas")
    .select("unit_id")
    .where("station_id", "=", await unitOf(district, "dispatcher"))
    .executeTakeFirstOrThrow();
  await using desk = await openDesk(district, "demo.dispatcher");
  await using leader = await openPhone(district);
  await using trained = await openPhone(district);
  await using untrained = await openPhone(district);
  await using school = await openPhone(district);
  for (const [watched, phone] of [
    [leader, phones.leader],
    [trained, phones.trained],
    [untrained, phones.untrained],
    [school, phones.school],
  ] as const)
    await signInByPhone(watched.page, district, phone);
  const personOf = async ({ page }: Watched): Promise<string> => {
    const me: { person: { id: string } } = await (await page.request.get("/api/me")).json();
    return me.person.id;
  };

  await t.test(
    "a leader registers the team with what it can do and where, and adds two members",
    async () => {
      const { page } = leader;
      await page.goto("/my/teams/new");
      await page.getByLabel("高校服务队").check();
      await page.getByLabel("平时在哪里").selectOption(home);
      await page.getByLabel("队名").fill(team);
      await page.getByLabel("一句话介绍").fill("理工大学物理系学生，带望远镜讲星空。");
      await page.getByLabel("讲科学").check();
      await page.getByLabel("全区都可以").check();
      for (const day of ["周一", "周二", "周三", "周四", "周五"]) await page.getByLabel(day).check();
      for (const half of ["上午", "下午", "晚上"]) await page.getByLabel(half, { exact: true }).check();
      await page.getByLabel("同一个半天能接几单").fill("零");
      await press(page, "登记服务队");
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByLabel("队名").inputValue(), team, "what was typed stays");
      await page.getByLabel("同一个半天能接几单").fill("2");
      await press(page, "登记服务队");
      await page.goto("/my/teams");
      await page.getByRole("link", { name: team }).click();
      assert.match(await text(page), /等站点核验/u);
      for (const phone of [phones.trained, phones.untrained]) {
        await page.getByLabel(/^加一位队员/u).fill(phone);
        await press(page, "加进队");
      }
      assert.match(await text(page), /队员 3 人/u);
    },
  );

  await t.test("one of them sends the badge that lets him go to children", async () => {
    const { page } = trained;
    await page.goto("/my/badges");
    await page.getByLabel("儿童服务培训证").check();
    await page.getByLabel("谁发的、编号多少").fill("演示培训中心 YS-0001");
    await page.getByLabel("有效到哪天").fill("2027-12-31");
    await page.getByLabel("由哪里的站点核验").selectOption(home);
    await press(page, "交上去");
    assert.match(await text(page), /演示培训中心/u);
  });

  await t.test("the station verifies the team and the badge", async () => {
    const { page } = desk;
    await page.goto("/workbench/teams?status=registered");
    await page.getByRole("link", { name: team }).click();
    await page.getByRole("list", { name: "下一步" }).getByRole("button", { name: "核验通过" }).click();
    await confirm(page, "核验通过");
    await page.goto("/workbench/badges?status=submitted");
    await page
      .locator("main tbody tr", { hasText: "YS-0001" })
      .getByRole("button", { name: "核验通过" })
      .click();
    await confirm(page, "核验通过");
  });

  let order = { id: "", no: "" };
  await t.test("a school orders a lesson; without the badge nobody is sent to children", async () => {
    order = await placeOrder(school, district, { service: lesson, name: "演示周老师", phone: phones.school });
    await desk.page.goto(`/workbench/orders/${order.id}`);
    await send(await step(desk.page, "受理"), "受理");
    await dispatchTo(desk, order.id, team);
    await agree(leader, order.id);
    const { page } = leader;
    await page.getByLabel("安排谁去").selectOption(await personOf(untrained));
    await press(page, "安排他去");
    await page.getByRole("alert").waitFor();
    assert.match(await text(page), /儿童服务培训证/u);
    await page.getByLabel("安排谁去").selectOption(await personOf(trained));
    await press(page, "安排他去");
    assert.match(await text(page), /去的人 1 名/u);
  });

  await t.test("the one who was sent signs in with the school's code; the school is content", async () => {
    await signAndFinish(trained, school, order.id);
    const { page } = school;
    await page.goto(`/my/orders/${order.id}`);
    await press(page, "确认做完");
    await page.getByLabel(/^很满意/u).check();
    await page.getByLabel("想说的话").fill("孩子们看到了土星环");
    await press(page, "送出评价");
    await leader.page.goto(`/my/team-orders/${order.id}`);
    assert.match(await text(leader.page), /孩子们看到了土星环/u, "the team reads what was said of it");
  });

  await t.test("his hours are signed ones, and the station certifies them", async () => {
    const { page } = trained;
    await page.goto("/my/hours");
    assert.match(await text(page), /1 分/u);
    await page.goto("/my/certificates");
    await page.getByLabel("用在哪里").fill("演示：观星队的第二课堂学分");
    await press(page, "我要证明");
    assert.match(await text(page), /等单位出具/u);
    await desk.page.goto("/workbench/certificates?status=requested");
    await desk.page
      .locator("main tbody tr", { hasText: "演示：观星队的第二课堂学分" })
      .getByRole("button", { name: "出具", exact: true })
      .click();
    await confirm(desk.page, "出具");
  });

  await t.test(
    "the certificate names the service, verifies offline, and not when a word is changed",
    async () => {
      const { page } = trained;
      await page.goto("/my/certificates");
      await page.getByRole("link", { name: /ZM-2/u }).click();
      const file = await (await page.request.get(`${new URL(page.url()).pathname}/certificate.json`)).text();
      assert.match(file, new RegExp(lesson, "u"));
      const folder = mkdtempSync(join(tmpdir(), "kepu-certificate-"));
      const verify = async (content: string): Promise<{ code: number; said: string }> => {
        const path = join(folder, "certificate.json");
        writeFileSync(path, content);
        const said: string[] = [];
        const take = (words: string): void => void said.push(words);
        const code = await runCertificate([path], {
          env: { KEPU_DATA: district.dataFolder },
          stdout: take,
          stderr: take,
          clock: district.system.context.clock,
        });
        return { code, said: said.join("\n") };
      };
      const right = await verify(file);
      assert.equal(right.code, 0, right.said);
      const wrong = await verify(file.replace(lesson, "星空和航天讲课"));
      assert.notEqual(wrong.code, 0);
      await page.getByRole("link", { name: "看别人核对时看到什么" }).click();
      assert.match(await text(page), /内容和账本里登记的一致/u);
      await page.getByRole("link", { name: "看它在公开账本里的登记" }).click();
      assert.equal(await page.locator("h1").count(), 1);
    },
  );

  await t.test("the same order stands in the facts explorer and in the ledger", async () => {
    await using supervisor = await openDesk(district, "demo.supervisor");
    const { page } = supervisor;
    await page.goto(`/workbench/facts?source=${order.id}`);
    await page.locator("main tbody tr", { hasText: "完成的点单服务" }).first().waitFor();
    const standing = await db
      .selectFrom("facts as fact")
      .innerJoin("ledger_entries as entry", (join) =>
        join
          .onRef("entry.subject_id", "=", sql<string>`fact.id::text`)
          .on("entry.subject_table", "=", "facts"),
      )
      .select("fact.kind")
      .where("fact.source_id", "=", order.id)
      .execute();
    assert.ok(
      standing.some((fact) => fact.kind === "orders.completed"),
      "the ledger holds the fact of the service",
    );
    assert.deepEqual(supervisor.problems, []);
  });
  assert.deepEqual(
    [desk, leader, trained, untrained, school].flatMap((watched) => watched.problems),
    [],
  );
});
