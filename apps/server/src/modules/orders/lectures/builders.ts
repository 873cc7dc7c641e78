import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { appointExpert, registerExpert, setSenior } from "#modules/people/index.ts";
import { listTopics, writeTopic } from "#modules/contents/index.ts";
import { type NewTalk, offerTalk } from "./talks.ts";

const tester = systemActor("builder");

export const talkTopic = "astronomy-talks";

/** A person as an expert of a unit in the senior group, appointed for the years around now. */
export const buildSenior = async (
  db: Db,
  context: ActContext,
  input: { personId: string; unitId: string },
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const expertId = await registerExpert(trx, context, tester, {
      ...input,
      publicTitle: "退休物理教师（演示）",
    });
    await appointExpert(trx, context, tester, {
      expertId,
      field: "astronomy",
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    await setSenior(trx, context, tester, { expertId, senior: "yes" });
    return expertId;
  });

/** A talk that a senior expert has offered, not yet admitted. */
export const buildTalk = async (
  db: Db,
  context: ActContext,
  lecturer: PersonActor,
  change: Partial<NewTalk> = {},
): Promise<string> =>
  inTransaction(db, async (trx) => {
    if (!(await listTopics(trx)).some((topic) => topic.code === talkTopic))
      await writeTopic(trx, context, tester, {
        code: talkTopic,
        parentCode: null,
        name: "看星星（演示）",
        about: "",
        synonyms: [],
        kind: "subject",
        motif: "food",
      });
    return offerTalk(trx, context, lecturer, {
      title: `星星有多远${randomUUID().slice(0, 8)}`,
      about: "带大家认一认夏天晚上看得到的星星。",
      topic: talkTopic,
      audiences: ["elder"],
      minutes: 60,
      ...change,
    });
  });
