import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import type { IndicatorFilter } from "#kernel/indicators.ts";
import {
  addLine,
  addMilestone,
  adoptTask,
  applyProposal,
  bringIntoForce,
  createChecklist,
  decideWorkPlan,
  type DocumentLevel,
  draftWorkPlan,
  getChecklist,
  importEstimate,
  importDocument,
  linkClauses,
  linkEvidence,
  listClauses,
  listTasks,
  type NewEvidence,
  type ProposedTask,
  proposeTasks,
  readPlan,
  recordEvidence,
  recordSpending,
  setTarget,
  type Subject,
  submitWorkPlan,
  type TargetInput,
  type TaskView,
  tieIndicator,
} from "#modules/plans/index.ts";
import { createRandom } from "./random.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";
import { demoPlanText, demoUpperText } from "./plans/plan-text.ts";
import { type ClausePair, lawLinks, lawText, outlineLinks, outlineText } from "./plans/upper-texts.ts";

const actor = systemActor("demo");

/** Which facts measure a task of the demonstration plan, found by words of its title. */
const measured: readonly {
  title: string;
  indicatorCode: string;
  filter?: IndicatorFilter;
  target: Pick<TargetInput, "title" | "value" | "measure" | "frequency"> & { subject?: Subject };
}[] = [
  {
    title: "科学家走进校园",
    indicatorCode: "activities.held",
    target: {
      title: "每所学校每学期 1 次",
      value: 1,
      measure: "场",
      frequency: "term",
      subject: "each_school",
    },
  },
  {
    title: "办好田头课",
    indicatorCode: "orders.people_served",
    filter: { audience: "farmer" },
    target: { title: "服务农民 3000 人次", value: 3000, measure: "人次" },
  },
  {
    title: "送课进园区",
    indicatorCode: "orders.completed",
    filter: { audience: "worker" },
    target: { title: "面向工人 60 件", value: 60, measure: "件" },
  },
  {
    title: "教会用手机",
    indicatorCode: "orders.completed",
    filter: { audience: "elder" },
    target: { title: "面向老年人 120 件", value: 120, measure: "件" },
  },
  {
    title: "健康科普进门",
    indicatorCode: "orders.people_served",
    filter: { audience: "elder" },
    target: { title: "服务老人 2000 人次", value: 2000, measure: "人次" },
  },
  {
    title: "写好科普稿件",
    indicatorCode: "contents.published",
    target: { title: "每年 60 篇", value: 60, measure: "篇", frequency: "year" },
  },
  {
    title: "把谣言讲清楚",
    indicatorCode: "rumours.verdict_published",
    target: { title: "每年 12 条结论", value: 12, measure: "条", frequency: "year" },
  },
  {
    title: "点单服务到家门",
    indicatorCode: "orders.completed",
    target: { title: "三年 600 件", value: 600, measure: "件" },
  },
  {
    title: "建好服务队",
    indicatorCode: "teams.verified",
    target: { title: "三年 40 支", value: 40, measure: "支" },
  },
  {
    title: "纳入年度计划",
    indicatorCode: "plans.work_plan_approved",
    target: {
      title: "每个街道（镇）每年 1 份",
      value: 1,
      measure: "份",
      frequency: "year",
      subject: "each_place",
    },
  },
  {
    title: "落实经费",
    indicatorCode: "plans.budget_line",
    target: {
      title: "每个街道（镇）每年 1 条",
      value: 1,
      measure: "条",
      frequency: "year",
      subject: "each_place",
    },
  },
];

type Desk = { trx: Trx; context: Context; district: SeededDistrict; staff: DemoStaff; today: string };

const findTask = (tasks: readonly TaskView[], title: string): TaskView => {
  const found = tasks.find((task) => task.title.startsWith(title));
  if (found === undefined) throw new Error(`the demonstration plan has no task ${title}`);
  return found;
};

/** Facts measure what they can; a target read from the words of such a task would count the same thing twice. */
const withoutMeasured = (tasks: readonly ProposedTask[]): readonly ProposedTask[] =>
  tasks.map((task) =>
    measured.some((one) => task.title.startsWith(one.title)) ? { ...task, targets: [] } : task,
  );

const importPlan = async ({ trx, context, district }: Desk): Promise<string> => {
  const read = await readPlan({ name: "演示方案.txt", bytes: Buffer.from(demoPlanText) });
  const documentId = await importDocument(trx, context, actor, {
    unitId: district.root.id,
    level: "district",
    read,
  });
  const tasks = await proposeTasks(trx, {
    documentId,
    now: context.clock.now(),
    defaultLeadUnitId: district.departments[0]?.id,
  });
  await applyProposal(trx, context, actor, { documentId, tasks: withoutMeasured(tasks) });
  return documentId;
};

const measure = async ({ trx, context, today }: Desk, tasks: readonly TaskView[]): Promise<void> => {
  for (const one of measured) {
    const { id: taskId } = findTask(tasks, one.title);
    const taskIndicatorId = await tieIndicator(trx, context, actor, {
      taskId,
      indicatorCode: one.indicatorCode,
      filter: one.filter,
    });
    await setTarget(trx, context, actor, {
      taskId,
      taskIndicatorId,
      comparison: "atLeast",
      ...one.target,
      subject: one.target.subject ?? "area",
    });
  }
  const shareId = await setTarget(trx, context, actor, {
    taskId: findTask(tasks, "主要目标").id,
    title: "具备科学素质的比例超过 18%",
    comparison: "moreThan",
    value: 18,
    measure: "%",
    subject: "area",
    baseline: { value: 14.6, on: "2026-01-01" },
    path: [
      { on: "2026-12-31", value: 15.6 },
      { on: "2027-12-31", value: 16.8 },
    ],
  });
  await importEstimate(trx, context, actor, {
    targetId: shareId,
    title: "科学素质抽样调查（演示）",
    surveyedOn: today,
    scoringRule: "演示量表第 1 版",
    bytes: Buffer.from(demoSample()),
  });
};

/** An invented sample: six strata of six communities with twenty respondents each, about one in six of whom has reached it. */
const demoSample = (): string => {
  const random = createRandom(18);
  const rows = Array.from({ length: 720 }, (_, index) => {
    const stratum = Math.floor(index / 120);
    const weight = 300 + 40 * stratum + random.between(0, 60);
    return `${weight},${random.next() < 0.11 + 0.02 * stratum ? 1 : 0},第${stratum + 1}层,社区${Math.floor(index / 20) + 1}`;
  });
  return ["权重,达到,层,群", ...rows].join("\n");
};

/** A record of the system stands behind this evidence: the plan document itself. */
const planEvidence = (desk: Desk, documentId: string, title: string): NewEvidence => ({
  unitId: desk.district.root.id,
  kind: "document",
  title,
  happenedOn: "2026-01-05",
  record: { table: "plan_documents", id: documentId },
});

const seedChecklists = async (desk: Desk, documentId: string): Promise<void> => {
  const { trx, context, district } = desk;
  const root = district.root.id;
  const office = district.departments[0]?.id ?? root;
  const lists = [
    {
      kind: "creation",
      title: "全国科普示范区创建（演示）",
      items: [
        { code: "1.1", title: "有实施方案，写明任务、单位和期限" },
        { code: "1.2", title: "科普经费列入预算" },
        { code: "2.1", title: "每个街道（镇）有站点和服务队" },
        { code: "2.2", title: "有应急科普的预备内容" },
      ],
    },
    {
      kind: "creation",
      title: "文明城市测评中的科普项（演示）",
      items: [
        { code: "A-3", title: "科普工作有部署、有检查" },
        { code: "A-7", title: "居民身边有科普设施" },
      ],
    },
    {
      kind: "arrangement",
      title: "科普与科技创新同等重要的制度安排（演示）",
      items: [
        { code: "Z-1", title: "科普纳入年度重点工作的文件", ownerUnitId: office },
        { code: "Z-2", title: "科技项目承担单位的科普责任办法", dueOn: "2027-06-30" },
      ],
    },
  ] as const;
  const evidenceId = await recordEvidence(
    trx,
    context,
    actor,
    planEvidence(desk, documentId, "演示：实施方案印发件"),
  );
  for (const list of lists) {
    const id = await createChecklist(trx, context, actor, { unitId: root, ...list, items: [...list.items] });
    const [first] = (await getChecklist(trx, id)).items;
    // One piece of evidence serves all three lists.
    if (first !== undefined)
      await linkEvidence(trx, context, actor, { evidenceId, checklistItemId: first.id });
  }
  const issued = await addMilestone(trx, context, actor, {
    documentId,
    title: "印发方案并解读",
    dueOn: "2026-03-31",
    unitId: office,
  });
  await linkEvidence(trx, context, actor, { evidenceId, milestoneId: issued });
  for (const [title, dueOn] of [
    ["各街道（镇）批准年度工作计划", "2026-11-15"],
    ["中期督查", "2027-06-30"],
    ["三年总结和评估", "2028-12-15"],
  ] as const)
    await addMilestone(trx, context, actor, { documentId, title, dueOn, unitId: office });
};

type UpperDocument = {
  name: string;
  /** Where the text does not begin with one that plans have. */
  title?: string;
  level: DocumentLevel;
  text: string;
  links: readonly ClausePair[];
};

const upperDocuments: readonly UpperDocument[] = [
  {
    name: "科普法条文要点.txt",
    title: "中华人民共和国科学技术普及法（条文要点）",
    level: "national",
    text: lawText,
    links: lawLinks,
  },
  { name: "纲要要点.txt", level: "national", text: outlineText, links: outlineLinks },
  {
    name: "演示市安排.txt",
    level: "city",
    text: demoUpperText,
    links: [
      ["教会用手机", "面向重点人群"],
      ["科学家走进校园", "面向重点人群"],
      ["点单服务到家门", "办好身边的科普"],
      ["把谣言讲清楚", "讲清楚谣言"],
      ["落实经费", "保障经费和人员"],
    ],
  },
];

const seedUpper = async (desk: Desk, tasks: readonly TaskView[]): Promise<void> => {
  const { trx, context, district } = desk;
  for (const { name, title, level, text, links } of upperDocuments) {
    const read = await readPlan({ name, bytes: Buffer.from(text) });
    const upperId = await importDocument(trx, context, actor, {
      unitId: district.root.id,
      level,
      read,
      title,
    });
    await bringIntoForce(trx, context, actor, upperId);
    const clauses = await listClauses(trx, upperId);
    for (const [task, words] of links) {
      const upper = clauses.find(
        ({ heading, sentences }) =>
          heading?.startsWith(words) === true || sentences[0]?.text.startsWith(words) === true,
      );
      if (upper === undefined) throw new Error(`${name} has no clause ${words}`);
      await linkClauses(trx, context, actor, {
        clauseId: findTask(tasks, task).clauseId,
        upperClauseId: upper.id,
      });
    }
  }
};

const seedUnits = async (desk: Desk, documentId: string, tasks: readonly TaskView[]): Promise<void> => {
  const { trx, context, district, staff, today } = desk;
  const supervisor = staff.get("demo.supervisor");
  if (supervisor === undefined) throw new Error("the demonstration has no supervisor");
  const phone = findTask(tasks, "教会用手机");
  const year = Number(today.slice(0, 4));
  for (const [index, place] of district.places.slice(0, 3).entries()) {
    const lineId = await addLine(trx, context, actor, {
      unitId: place.id,
      year,
      title: "科普活动经费",
      amount: 60_000 + index * 5_000,
      documentTitle: `${year} 年部门预算（演示）`,
    });
    await recordSpending(trx, context, actor, {
      lineId,
      amount: 12_400,
      spentOn: today,
      purpose: "手机课资料和场地（演示）",
      taskId: phone.id,
    });
    if (index === 2) continue;
    const id = await draftWorkPlan(trx, context, actor, { documentId, unitId: place.id, year });
    await submitWorkPlan(trx, context, actor, id);
    if (index === 0) {
      await decideWorkPlan(trx, context, supervisor, { id, decision: "approve" });
      await adoptTask(trx, context, actor, {
        taskId: phone.id,
        unitId: place.id,
        documentTitle: `${year} 年度重点工作安排`,
        documentNo: `演青办〔${year}〕3号`,
        adoptedOn: today,
      });
    }
  }
};

/** A plan of our own in force, measured by what the rest of the demonstration recorded; two work plans, money, checklists. */
export const seedPlans = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  await inTransaction(context.db, async (trx) => {
    const desk: Desk = { trx, context, district, staff, today: toDistrictDate(context.clock.now()) };
    const documentId = await importPlan(desk);
    const tasks = await listTasks(trx, { documentId });
    await measure(desk, tasks);
    await bringIntoForce(trx, context, actor, documentId);
    await seedUpper(desk, tasks);
    await seedUnits(desk, documentId, tasks);
    await seedChecklists(desk, documentId);
  });
};
