import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  checkBrief,
  confirmPlacement,
  createCollection,
  adviseSubmission,
  declineSubmission,
  draftBrief,
  draftSubmission,
  fileBrief,
  openPairRequest,
  pairSubmission,
  planPlacement,
  publishCollection,
  reportLessonUse,
  saveWords,
  sayYes,
  sendSubmission,
  startSubmission,
} from "#modules/commons/index.ts";
import {
  type ContentBody,
  findLatestWords,
  listLive,
  listLiveLessons,
  listLivePublicService,
  publishVersion,
  saveDraft,
} from "#modules/contents/index.ts";
import { findPersonByPhone } from "#modules/identity/index.ts";
import { listChildren } from "#modules/people/index.ts";
import { saltArticle, saltBrief, saltChart, shadowBody, shadowWords } from "./commons-texts.ts";
import { type Desk, passStages } from "./contents.ts";
import { demoPhone, demoResidents, type DemoStaff, residentActor, requireStaff } from "./people.ts";

const dayMs = 86_400_000;

type Commons = Desk & {
  now: Date;
  adviser: PersonActor;
  resident: PersonActor;
  parent: PersonActor;
  teacher: PersonActor;
};

const at = (commons: Commons, daysAgo: number): void =>
  commons.past.clock.set(new Date(commons.now.getTime() - daysAgo * dayMs));
const run = <T>({ past }: Commons, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inTransaction(past.db, work);
const dayAgo = ({ now }: Commons, days: number): string =>
  toDistrictDate(new Date(now.getTime() - days * dayMs));

/** Writes the draft's body and brings it through the seven stages to the public. */
const bringOut = async (
  commons: Commons,
  contentId: string,
  write: (body: ContentBody) => ContentBody,
): Promise<void> => {
  const { past, author, signers } = commons;
  const version = await findLatestWords(past.db, contentId);
  await run(commons, (trx) =>
    saveDraft(trx, past, author, {
      versionId: version.id,
      baseRevision: 1,
      body: write(version.content),
    }),
  );
  await passStages(commons, version.id);
  await run(commons, (trx) => publishVersion(trx, past, signers.review3, { versionId: version.id }));
};

const contribute = (
  commons: Commons,
  writer: PersonActor,
  input: Parameters<typeof startSubmission>[3] & {
    words: string;
    penName: string;
    childPersonId?: string | undefined;
  },
): Promise<string> =>
  run(commons, async (trx) => {
    const { words, penName, childPersonId, ...start } = input;
    const id = await startSubmission(trx, commons.past, writer, start);
    await saveWords(trx, commons.past, writer, { id, words });
    await sendSubmission(trx, commons.past, writer, {
      id,
      childPersonId,
      credit: "pen_name",
      penName,
      agreed: "yes",
    });
    return id;
  });

const seedSubmissions = async (commons: Commons): Promise<void> => {
  const { past, author, adviser, resident, parent } = commons;
  at(commons, 21);
  const id = await contribute(commons, resident, {
    kind: "draft",
    title: "搪瓷缸的影子，我画了一年",
    audience: "elder",
    topic: "space",
    words: shadowWords,
    penName: "演示老街坊",
  });
  at(commons, 19);
  await run(commons, async (trx) => {
    await pairSubmission(trx, past, author, {
      id,
      expertPersonId: adviser.personId,
      field: "astronomy",
    });
    await adviseSubmission(trx, past, adviser, {
      id,
      advice: "（演示）观察很好。请写明杯子不能挪、钟点要一样；提醒不要直视太阳。",
    });
  });
  at(commons, 17);
  const draft = await run(commons, (trx) => draftSubmission(trx, past, author, { id }));
  await bringOut(commons, draft.contentId, shadowBody);

  at(commons, 6);
  const other = await contribute(commons, resident, {
    kind: "idea",
    title: "菜市场的秤，怎样看它准不准",
    audience: "elder",
    topic: "digital-life",
    words: "（演示）我带了一袋没拆封的盐去称，差了二两。能不能教大家用家里的东西当砝码？",
    penName: "演示老街坊",
  });
  at(commons, 5);
  await run(commons, (trx) =>
    pairSubmission(trx, past, author, { id: other, expertPersonId: adviser.personId, field: "physics" }),
  );
  at(commons, 4);
  const declined = await contribute(commons, resident, {
    kind: "draft",
    title: "喝醋能软化血管",
    audience: "elder",
    topic: "healthy-eating",
    words: "（演示）我听人说每天一杯醋，血管就软了，我喝了半年，想写出来告诉大家。",
    penName: "演示老街坊",
  });
  at(commons, 3);
  await run(commons, (trx) =>
    declineSubmission(trx, past, author, {
      id: declined,
      reason: "（演示）没有找到可靠的依据，不能这样说。欢迎您写写怎样吃得清淡。",
    }),
  );
  at(commons, 1);
  const [child] = await listChildren(past.db, parent.personId);
  await contribute(commons, parent, {
    kind: "draft",
    title: "我的蚕宝宝吐丝了",
    audience: "youth",
    topic: "nature",
    words: "（演示）我养了五条蚕，每天记它们吃几片叶子。第二十六天，有一条不吃了，抬着头，开始吐丝。",
    penName: "小桑叶",
    childPersonId: child?.personId,
  });
};

const seedPairs = async (commons: Commons): Promise<void> => {
  const { past, adviser, resident, parent } = commons;
  at(commons, 8);
  const request = (
    who: PersonActor,
    input: Pick<Parameters<typeof openPairRequest>[3], "side" | "title" | "about" | "creditedAs">,
  ): Promise<string> =>
    run(commons, (trx) =>
      openPairRequest(trx, past, who, { ...input, field: "environment", topic: "nature", kind: "comic" }),
    );
  const wetland = await request(adviser, {
    side: "result",
    title: "（演示）湿地里的鸟一年怎样来去",
    about: "（演示）三年的观鸟记录整理好了，想找人画成漫画，给孩子看。",
    creditedAs: "演示专家乙",
  });
  const painter = await request(resident, {
    side: "creator",
    title: "（演示）我会画四格漫画",
    about: "（演示）画过社区黑板报，想画身边的鸟和树，缺一位懂的人把关。",
    creditedAs: "演示画手",
  });
  await run(commons, (trx) => sayYes(trx, past, resident, { id: painter, otherId: wetland }));
  await run(commons, (trx) => sayYes(trx, past, adviser, { id: wetland, otherId: painter }));
  await request(adviser, {
    side: "result",
    title: "（演示）城里的树夏天能降几度",
    about: "（演示）在三条街量了一个夏天的树荫温度，想找人拍成短片。",
    creditedAs: "演示专家乙",
  });
  await request(parent, {
    side: "creator",
    title: "（演示）想给孩子画一本小区植物图",
    about: "（演示）我会画水彩，认得的植物不多，想找一位老师一起做。",
    creditedAs: "演示家长",
  });
};

const seedResults = async (commons: Commons): Promise<void> => {
  const { past, district, author, adviser, signers } = commons;
  const file = (daysAgo: number, brief: Parameters<typeof fileBrief>[3]): Promise<string> => {
    at(commons, daysAgo);
    return run(commons, (trx) => fileBrief(trx, past, adviser, brief));
  };
  const unitId = district.root.id;
  const salt = await file(24, {
    ...saltBrief,
    unitId,
    field: "nutrition",
    topic: "healthy-eating",
    audience: "official",
  });
  at(commons, 22);
  await run(commons, (trx) =>
    checkBrief(trx, past, signers.science, {
      id: salt,
      note: "（演示）和摘要一致；要写明严重肾病的人没有参加。",
    }),
  );
  at(commons, 15);
  const drafts = await run(commons, (trx) => draftBrief(trx, past, author, { id: salt }));
  await bringOut(commons, drafts.articleContentId, saltArticle);
  await bringOut(commons, drafts.chartContentId, saltChart);
  const demo = {
    unitId,
    foundBy: "演示大学",
    publishedIn: "演示学报",
    url: "https://example.org/demo-result",
    field: "environment",
    topic: "nature",
    audience: "youth",
  } as const;
  await file(44, {
    ...demo,
    title: "（演示）湿地补水以后的变化",
    finding: "（演示）补水一年后，记到的水鸟种类比前一年多。",
    publishedOn: dayAgo(commons, 60),
  });
  await file(2, {
    ...demo,
    title: "（演示）树荫下的温度",
    finding: "（演示）三条街的树荫温度，量了一个夏天，正在等期刊解禁。",
    publishedOn: dayAgo(commons, -5),
    embargoUntil: new Date(commons.now.getTime() + 5 * dayMs),
  });
};

const seedCollection = async (commons: Commons): Promise<void> => {
  const { past, district, author, signers } = commons;
  at(commons, 10);
  const { rows } = await listLive(past.db, commons.now, {
    filter: { topics: ["scientists-spirit", "scientific-spirit"] },
    page: 1,
    size: 5,
  });
  await run(commons, async (trx) => {
    const id = await createCollection(trx, past, author, {
      unitId: district.root.id,
      title: "他们怎样知道自己错了",
      introduction:
        "几个故事，讲同一件事：有人起了疑心，想出一个公平的办法去查，查完照实说。先看第一篇，再往下看。",
      nos: rows.filter((row) => row.publishedAt < past.clock.now()).map((row) => row.no),
    });
    await publishCollection(trx, past, signers.review3, { id });
  });
};

const seedPlacements = async (commons: Commons): Promise<void> => {
  const { past, district, author } = commons;
  const items = await listLivePublicService(past.db, commons.now);
  at(commons, 0);
  const span = { fromOn: dayAgo(commons, 14), toOn: dayAgo(commons, -16) };
  for (const [index, item] of items.entries()) {
    const plan = (
      medium: "radio" | "tv" | "transport" | "web" | "kiosk",
      place: string,
      plannedCount: number,
    ) =>
      run(commons, (trx) =>
        planPlacement(trx, past, author, {
          unitId: district.root.id,
          no: item.no,
          medium,
          place,
          plannedCount,
          ...span,
        }),
      );
    await plan("web", "湘江科普门户和订阅", 4);
    const radio = await plan("radio", "演示人民广播电台", 30);
    for (const day of [12, 9, 6, 3].slice(index)) {
      at(commons, day);
      await run(commons, (trx) =>
        confirmPlacement(trx, past, author, {
          id: radio,
          happenedOn: dayAgo(commons, day),
          doneCount: 2,
          evidence: `（演示）播出单 ${dayAgo(commons, day)}，早晚各一次`,
        }),
      );
    }
    at(commons, 0);
    if (index === 0) await plan("transport", "演示公交移动电视", 60);
    if (index === 1) await plan("tv", "演示电视台生活频道", 10);
    if (index === 2) await plan("kiosk", "全区科普终端", 20);
  }
};

const seedLessonUses = async (commons: Commons): Promise<void> => {
  const { past, teacher } = commons;
  const lessons = await listLiveLessons(past.db, commons.now, {});
  at(commons, 0);
  for (const [index, lesson] of lessons.entries())
    for (const [position, className] of ["五（1）班", "五（2）班", "七（3）班"].entries())
      await run(commons, (trx) =>
        reportLessonUse(trx, past, teacher, {
          contentId: lesson.contentId,
          className,
          usedOn: dayAgo(commons, 2 + position + index),
          pupilCount: 38 + position,
        }),
      );
};

const findResident = async ({ past }: Desk, index: number): Promise<PersonActor> => {
  const found = await findPersonByPhone(past.db, past.cipher, demoPhone(index));
  if (found === undefined) throw new Error(`the demonstration has no resident ${index}`);
  return residentActor(found.id);
};

/**
 * What residents, researchers, media and teachers bring to the demonstration: contributions in each state, one of them out
 * with credit; pairs; results in time and late; a collection; placements; lessons in use.
 */
export const seedCommons = async (
  desk: Desk,
  staff: DemoStaff,
  deliver: () => Promise<void>,
): Promise<void> => {
  const now = desk.startedAt;
  const teacher = requireStaff(staff, "demo.teacher");
  const school = desk.district.places[0] ?? desk.district.root;
  const commons: Commons = {
    ...desk,
    now,
    adviser: requireStaff(staff, "demo.expert2"),
    resident: await findResident(desk, demoResidents.resident),
    parent: await findResident(desk, demoResidents.parent),
    teacher: {
      ...teacher,
      grants: [{ role: "teacher", unitId: school.id, unitPath: "" }],
    },
  };
  await seedSubmissions(commons);
  await seedPairs(commons);
  await seedResults(commons);
  await seedCollection(commons);
  await seedPlacements(commons);
  await seedLessonUses(commons);
  // Contributions and results learn by events that their items are out.
  await deliver();
};
