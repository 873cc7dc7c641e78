import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { cleanVoice } from "#kernel/voice-message.ts";
import { listExperts } from "#modules/people/index.ts";
import {
  askQuestion,
  type AskQuestion,
  assignQuestion,
  closeWithoutExpert,
  draftAnswer,
  publishCard,
  returnAnswer,
  sendAnswer,
  writeCard,
} from "#modules/questions/index.ts";
import type { DemoStaff } from "./people.ts";

const hourMs = 3_600_000;

type DemoQuestion = AskQuestion & { hoursAgo: number; field?: string; answer?: string; card?: string };

const answered: readonly DemoQuestion[] = [
  {
    hoursAgo: 70,
    text: "（演示）菜地里的白菜叶子上有很多小洞，要不要马上打药？",
    audience: "farmer",
    field: "agriculture",
    card: "白菜叶子上有小洞，要马上打药吗（演示）",
    answer:
      "先别急着打药。早上翻开叶子背面数一数：多是旧洞、找不到活虫，就不用打；活虫多，再请农技站的人看是哪一种虫，对着虫选药，并按标签上的间隔期采收。（演示答复）",
  },
  {
    hoursAgo: 52,
    text: "（演示）降压药忘了吃一顿，下一顿要不要补成两份？",
    audience: "elder",
    field: "medicine",
    card: "降压药忘了吃一顿怎么办（演示）",
    answer:
      "一般不要一次吃两份。想起来时离下一顿还早，可以补这一顿；快到下一顿了，就跳过。拿不准，打给给您开药的医院或药师。（演示答复）",
  },
];

const waiting: readonly DemoQuestion[] = [
  {
    hoursAgo: 20,
    text: "（演示）工地上中午温度很高，多久要歇一次、喝什么水？",
    audience: "worker",
    field: "medicine",
    answer: "高温时段少排重活，备好淡盐水，半小时左右到阴凉处歇一歇；头晕恶心马上停下。（演示答复）",
  },
  { hoursAgo: 9, text: "（演示）孩子问：月亮白天为什么也看得到？", audience: "youth", field: "astronomy" },
  { hoursAgo: 5, text: "（演示）手机里说鸡蛋和豆浆不能一起吃，是真的吗？", audience: "elder" },
  { hoursAgo: 2, text: "（演示）稻田里看到这种蜘蛛，要不要除掉？", audience: "farmer" },
];

const actorOf = (staff: DemoStaff, username: string): PersonActor => {
  const found = staff.get(username);
  if (found === undefined) throw new Error(`the demonstration has no ${username}`);
  return found;
};

/** One that was spoken, with a recording of the demonstration; nobody has written it down yet. */
const askByVoice = async (past: Context, now: Date): Promise<void> => {
  const bytes = await readFile(join(import.meta.dirname, "contents/sounds", "leftovers-two-hours.mp3"));
  // The beginning of a recording that is there: a minute at most.
  const { file, seconds } = await cleanVoice(bytes.subarray(0, Math.min(bytes.length, 40_000)));
  if (seconds === undefined) return;
  await inTransaction(past.db, async (trx) => {
    const fileId = await storeFile(trx, past, {
      clean: file,
      name: "question-voice",
      purpose: "questions.voice",
      actor: systemActor("demo"),
    });
    await askQuestion(
      trx,
      { ...past, clock: createTestClock(new Date(now.getTime() - hourMs)) },
      systemActor("demo"),
      {
        text: "",
        audience: "elder",
        voice: { fileId, seconds },
      },
    );
  });
};

/** Questions in every state, through the real commands, dated over the last three days. */
export const seedQuestions = async (context: Context, staff: DemoStaff): Promise<void> => {
  if (staff.size === 0) return;
  const { db } = context;
  const now = context.clock.now();
  const past = { ...context, clock: createTestClock(now) };
  const [editor, expert, checker] = ["demo.editor", "demo.expert", "demo.supervisor"].map((name) =>
    actorOf(staff, name),
  );
  if (editor === undefined || expert === undefined || checker === undefined) return;
  const { rows } = await listExperts(db, past, { scope: "everywhere", page: 1, size: 1 });
  const [registered] = rows;
  if (registered === undefined) return;
  const visitor = systemActor("demo");
  const ask = async (question: DemoQuestion, photoFileId?: string): Promise<string> => {
    past.clock.set(new Date(now.getTime() - question.hoursAgo * hourMs));
    const { id } = await inTransaction(db, (trx) =>
      askQuestion(trx, past, visitor, { ...question, ...(photoFileId === undefined ? {} : { photoFileId }) }),
    );
    return id;
  };
  const giveAndDraft = async (question: DemoQuestion, id: string): Promise<void> => {
    const { field, answer } = question;
    if (field === undefined) return;
    past.clock.advanceMs(hourMs);
    await inTransaction(db, (trx) =>
      assignQuestion(trx, past, editor, { id, field, expertId: registered.id }),
    );
    if (answer === undefined) return;
    past.clock.advanceMs(hourMs / 2);
    await inTransaction(db, (trx) => draftAnswer(trx, past, expert, { id, answer }));
  };
  for (const question of answered) {
    const id = await ask(question);
    await giveAndDraft(question, id);
    past.clock.advanceMs(hourMs);
    await inTransaction(db, (trx) => sendAnswer(trx, past, checker, { id }));
    if (question.card === undefined || question.answer === undefined) continue;
    const { card, text, answer, audience } = question;
    past.clock.advanceMs(hourMs);
    await inTransaction(db, async (trx) => {
      const cardId = await writeCard(trx, past, editor, {
        questionId: id,
        title: card,
        question: text,
        answer,
        audience,
      });
      // One is public, one waits for the second person.
      if (audience === "farmer") await publishCard(trx, past, checker, cardId);
    });
  }
  await askByVoice(past, now);
  const bytes = await readFile(join(import.meta.dirname, "contents/images/comic-water-rising-2.png"));
  const photo = await inTransaction(db, async (trx) =>
    storeFile(trx, past, {
      clean: await cleanFile(bytes, { kinds: ["png"], maxBytes: 5_000_000 }),
      name: "question-photo",
      purpose: "questions.photo",
      actor: visitor,
    }),
  );
  for (const [index, question] of waiting.entries()) {
    const id = await ask(question, index === waiting.length - 1 ? photo : undefined);
    await giveAndDraft(question, id);
  }
  const returned = await ask({
    hoursAgo: 30,
    text: "（演示）家里老房子的电线要不要换，怎么看得出来？",
    audience: "elder",
  });
  await giveAndDraft(
    {
      hoursAgo: 30,
      text: "",
      field: "emergency",
      answer: "老房子的线要看年份，建议请人来看。（演示草稿）",
    },
    returned,
  );
  past.clock.advanceMs(hourMs);
  await inTransaction(db, (trx) =>
    returnAnswer(trx, past, checker, {
      id: returned,
      reason: "没有说怎么看出来，请写三个看得见的迹象（演示）",
    }),
  );
  const closed = await ask({ hoursAgo: 40, text: "（演示）请帮我算一下今年的运势。" });
  past.clock.advanceMs(hourMs);
  await inTransaction(db, (trx) =>
    closeWithoutExpert(trx, past, editor, { id: closed, reason: "算命没有科学依据，我们答不了这个问题。" }),
  );
};
