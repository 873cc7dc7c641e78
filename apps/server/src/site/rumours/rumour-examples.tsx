// The rumour desk's pages in the states they can be in, for the page of examples.
import { emptyForm, type PageView } from "#kernel/http-types.ts";
import type { AskedView, PublicVerdict, RatingView, VerdictCard } from "#modules/rumours/index.ts";
import { ListenPage } from "#site/listen/listen-page.tsx";
import { hostileText } from "#ui/example.ts";
import { OwnAskedPage } from "./own-asked-page.tsx";
import { AskedPage, LookUpForm, MonthPage, RumoursPage } from "./rumours-pages.tsx";
import { VerdictPage, VerdictSheet } from "./verdict-page.tsx";

const now = new Date("2026-11-23T09:00:00+08:00");
const at = new Date("2026-11-20T10:00:00+08:00");
const ratings: readonly RatingView[] = [
  { code: "true", name: "真的", about: "证据支持这句话。", value: 5 },
  { code: "false", name: "假的", about: "证据说的正相反。", value: 1 },
  { code: "misleading", name: "误导", about: "有一部分对，但这么说会让人做错事。", value: 2 },
  { code: "unproven", name: "证据不足", about: "现在的证据不够，说不准。", value: 3 },
];
const [, rating = { code: "false", name: "假的", about: "", value: 1 }] = ratings;

export const buildExampleVerdict = (title: string): PublicVerdict => {
  const version = {
    versionNo: 1,
    rating,
    title,
    answer: `一句话结论（演示）：${title}`,
    explanation: `第一段解释（演示）。${title}\n第二段解释。`,
    conditions: "放在冰箱里的（演示）",
    advice: "先别转发，也别照着做（演示）。",
    validOn: "2026-11-19",
    sources: [
      { publisher: title, title, date: "2024-05", url: "https://example.org/a", seenOn: "2026-11-19" },
      { publisher: "演示单位", title: "演示来源二", seenOn: "2026-11-19" },
    ],
    changeNotice: undefined,
    publishedAt: at,
    contentHash: "00",
    signers: [
      { publicTitle: title, fieldName: "医学", decision: "agree" as const, reason: undefined, signedAt: at },
      {
        publicTitle: "演示专家乙",
        fieldName: "医学",
        decision: "agree" as const,
        reason: undefined,
        signedAt: at,
      },
      {
        publicTitle: "演示专家丙",
        fieldName: "医学",
        decision: "dissent" as const,
        reason: title,
        signedAt: at,
      },
    ],
  };
  return {
    ...version,
    versionNo: 2,
    changeNotice: `改了什么（演示）：${title}`,
    claimId: "1",
    claimNo: 12,
    unitName: "演示单位",
    firstPublishedAt: at,
    asked: 31,
    returned: { since: at, reports: 7, quietDays: 64 },
    earlier: [version],
  };
};

const buildCard = (title: string, value: RatingView): VerdictCard => ({
  claimId: title,
  claimNo: 12,
  versionNo: value.value === 5 ? 2 : 1,
  title,
  answer: title,
  rating: value,
  publishedAt: at,
  asked: 3,
});
const cards = ratings.map((one) => buildCard(`一句在传的话，${one.name}（演示）`, one));

const buildAsked = (status: AskedView["status"], change: Partial<AskedView> = {}): AskedView => ({
  status,
  text: "听说吃了隔夜菜会中毒，快转给家里人（演示）",
  photoIds: [],
  claimId: "1",
  matchedBy: "model",
  candidates: cards.slice(0, 3),
  createdAt: at,
  dueAt: now,
  hasPhone: false,
  unitId: null,
  declineReason: undefined,
  notices: [{ kind: "answer", at }],
  ...change,
});
const asked = (view: AskedView, words = "隔夜菜放冰箱也会中毒（演示）") => (
  <AskedPage
    asked={view}
    number="482109375562"
    verdict={buildExampleVerdict(words)}
    streets={[{ id: "1", name: "枫林街道" }]}
    formKey="example"
    form={emptyForm}
    now={now}
  />
);
const list = {
  formKey: "example",
  form: emptyForm,
  now,
  query: { q: "", rating: undefined, page: 1 },
  ratings,
  cards,
  total: 42,
  returned: cards
    .slice(0, 1)
    .map((card) => ({ ...card, returned: { since: at, reports: 7, quietDays: 64 } })),
  month: "2026-11",
};

export const rumourExamples: readonly { name: string; title: string; main: PageView["main"] }[] = [
  { name: "rumours", title: "这是真的吗", main: <RumoursPage {...list} /> },
  {
    name: "rumours-nothing",
    title: "这是真的吗",
    main: (
      <RumoursPage
        {...list}
        cards={[]}
        total={0}
        returned={[]}
        month={undefined}
        query={{ q: hostileText, rating: "false", page: 1 }}
        form={{ values: { message: hostileText }, errors: { message: "里面没有文字，查不了。" } }}
      />
    ),
  },
  {
    name: "rumours-listen",
    title: "念给我听",
    main: (
      <ListenPage
        title={`有人在传：${hostileText}`}
        parts={["结论是：假的。", "一句话结论（演示）。", hostileText]}
        back={{ href: "/rumours", text: "回到结论" }}
      />
    ),
  },
  { name: "rumours-choose", title: "是不是在问这个", main: asked(buildAsked("choosing", { claimId: null })) },
  { name: "rumours-waiting", title: "收到了", main: asked(buildAsked("waiting", { photoIds: ["1"] })) },
  { name: "rumours-answered", title: "查清了", main: asked(buildAsked("answered")) },
  {
    name: "rumours-changed",
    title: "结论改了",
    main: asked(
      buildAsked("answered", { text: hostileText, notices: [{ kind: "change", at: now }] }),
      hostileText,
    ),
  },
  {
    name: "rumours-declined",
    title: "没有核查",
    main: asked(buildAsked("declined", { declineReason: hostileText })),
  },
  {
    name: "rumours-look-up",
    title: "看答复",
    main: <LookUpForm form={{ values: { receipt: "12" }, errors: { receipt: "请对一对。" } }} heading="h1" />,
  },
  {
    name: "verdict",
    title: "结论",
    main: <VerdictPage verdict={buildExampleVerdict("隔夜菜放冰箱也会中毒（演示）")} now={now} />,
  },
  {
    name: "verdict-hostile",
    title: "结论",
    main: <VerdictPage verdict={buildExampleVerdict(hostileText)} now={now} />,
  },
  {
    name: "verdict-sheet",
    title: "打印",
    main: (
      <VerdictSheet
        verdict={buildExampleVerdict("隔夜菜放冰箱也会中毒（演示）")}
        address="https://kepu.example/rumours/12"
        now={now}
      />
    ),
  },
  {
    name: "rumours-month",
    title: "流言榜",
    main: (
      <MonthPage
        month="2026-11"
        rows={cards.map((card, index) => ({ ...card, askedInMonth: 9 - index }))}
        published={cards.slice(0, 2)}
        months={[
          { month: "2026-11", count: 4 },
          { month: "2026-10", count: 3 },
        ]}
        now={now}
      />
    ),
  },
  {
    name: "rumours-own",
    title: "我问过的消息",
    main: (
      <OwnAskedPage
        now={now}
        rows={[
          { reportId: "1", asked: buildAsked("answered"), verdict: cards[1] },
          { reportId: "2", asked: buildAsked("waiting"), verdict: undefined },
        ]}
      />
    ),
  },
];
