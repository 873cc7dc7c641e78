import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildTeam } from "../builders.ts";
import { readPestsFile } from "./file.ts";
import {
  addPest,
  declareTreats,
  editPest,
  findPestsIn,
  listPests,
  listTreats,
  type PestInput,
} from "./pests.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const clerk = systemActor("test");
const blast: PestInput = {
  name: "稻瘟病",
  kind: "disease",
  crops: ["rice"],
  otherNames: ["稻热病", " "],
  skill: "farming",
  sourceTitle: "演示名录",
  sourcePlace: "演示",
};
const context = { clock: createTestClock("2026-11-23T06:00:00Z"), cipher: testCipher };

databaseSuite("vocabulary of crop pests", (database) => {
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(database().db, work);

  test("a name stands once, whatever its script; every row has its source; what is out of use is not recognised", async () => {
    const { db } = database();
    const id = await act((trx) => addPest(trx, context, clerk, blast));
    await assert.rejects(
      act((trx) => addPest(trx, context, clerk, { ...blast, name: "稻瘟 病" })),
      refused("teams.pest_name_taken"),
    );
    await assert.rejects(
      act((trx) => addPest(trx, context, clerk, { ...blast, name: "二化螟", sourceTitle: " " })),
      refused("teams.pest_source"),
    );
    await assert.rejects(
      act((trx) => addPest(trx, context, clerk, { ...blast, name: "二化螟", crops: [] })),
      refused("teams.pest_crops"),
    );
    await assert.rejects(
      act((trx) => addPest(trx, context, clerk, { ...blast, name: "二化螟", otherNames: ["虫"] })),
      refused("teams.pest_other_names"),
    );
    assert.deepEqual(await findPestsIn(db, "稻热病"), [{ pestId: id, word: "稻热病" }]);
    await act((trx) => editPest(trx, context, clerk, { ...blast, id, version: 1, open: "no" }));
    assert.deepEqual(await findPestsIn(db, "稻热病"), []);
    await act((trx) => editPest(trx, context, clerk, { ...blast, id, version: 2, open: "yes" }));
  });

  test("who edits what another has just changed is refused, at once and one after the other", async () => {
    const { db } = database();
    const [pest] = await listPests(db);
    assert.ok(pest !== undefined);
    const edit = (name: string) =>
      act((trx) =>
        editPest(trx, context, clerk, { ...blast, id: pest.id, name, version: pest.version, open: "yes" }),
      );
    const outcomes = await Promise.allSettled([edit("稻瘟病甲"), edit("稻瘟病乙")]);
    assert.equal(outcomes.filter((one) => one.status === "fulfilled").length, 1);
    await assert.rejects(edit("稻瘟病丙"), refused("teams.pest_changed"));
    await assert.rejects(
      act((trx) =>
        editPest(trx, context, clerk, { ...blast, id: crypto.randomUUID(), version: 1, open: "yes" }),
      ),
      refused("teams.pest_not_found"),
    );
  });

  test("only the leader says what a team treats, of what is in the vocabulary; what is not ticked any more is gone", async () => {
    const { db } = database();
    const street = await buildUnit(db, { kind: "street" });
    const team = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
    const [pest] = await listPests(db);
    assert.ok(pest !== undefined);
    const say = (pestIds: readonly string[], actor = team.leader) =>
      act((trx) => declareTreats(trx, context, actor, { teamId: team.id, pestIds, crops: ["tea"] }));
    await say([pest.id]);
    assert.deepEqual((await listTreats(db, [team.id])).get(team.id), { pestIds: [pest.id], crops: ["tea"] });
    assert.equal((await listPests(db))[0]?.teams, 1);
    const [, member] = team.members;
    await assert.rejects(say([], member), refused("teams.not_leader"));
    await assert.rejects(say([street.id]), refused("teams.pest_choice"));
    await say([]);
    assert.deepEqual((await listTreats(db, [team.id])).get(team.id), { pestIds: [], crops: ["tea"] });
  });

  test("a sheet names every wrong row", async () => {
    const sheet = [
      "名称,病虫草,作物,别名,要会什么,出处,在哪里查得到",
      "二化螟,虫,水稻,钻心虫、蛀秆虫,,演示名录,演示",
      "稻瘟病,病,水稻,,,演示名录,演示",
      "怪病,怪,水稻,,,演示名录,演示",
      "黄龙病,病,柑子,,,演示名录,演示",
      "玉米螟,虫,玉米,,会飞,演示名录,演示",
      "小菜蛾,虫,蔬菜,,,,",
    ].join("\n");
    const { pests, rows } = await readPestsFile(Buffer.from(sheet), ["稻瘟病"]);
    assert.deepEqual(
      pests.map((one) => [one.name, one.crops, one.otherNames, one.skill]),
      [["二化螟", ["rice"], ["钻心虫", "蛀秆虫"], "farming"]],
    );
    assert.deepEqual(
      rows.map((row) => row.ok),
      [true, false, false, false, false, false],
    );
    assert.match(rows[3]?.sentence ?? "", /作物“柑子”不认得/);
    await assert.rejects(readPestsFile(Buffer.from("甲,乙\n1,2"), []), refused("teams.pests_file"));
  });
});
