// A child's and its guardian's pages in the states they can be in, for the page of examples.
import { emptyForm, type PageView } from "#kernel/http-types.ts";
import { exampleCard } from "#site/articles/article-examples.ts";
import { ErrorPage } from "#site/error-page.tsx";
import { YouthPage } from "#site/zones/youth-page.tsx";
import { bandsFor } from "./child-admission.ts";
import { ChildPage, type ChildPageProps } from "./child-page.tsx";

const now = new Date("2026-11-23T09:00:00+08:00");
const time: NonNullable<ChildPageProps["time"]> = {
  age: 8,
  limit: { minutesPerDay: 40, opensHour: 8, closesHour: 20, setByGuardian: true },
  usedMinutes: 33,
  leftMinutes: 7,
  state: "open",
  restNow: true,
};

/** A child of eight that has read for half an hour. */
const exampleChild = { ...time, bands: bandsFor(time.age), formKey: "example" };

/** Its guardian's page. */
const exampleChildPage: ChildPageProps = {
  form: emptyForm,
  formKey: "example",
  now,
  child: { id: "00000000-0000-7000-8000-000000000001", name: "小禾（演示）", relation: "mother" },
  time,
  consents: [],
  saved: [{ state: "out", no: 1, card: exampleCard, savedAt: now }],
  questions: [],
  devices: 1,
  consent: "needed",
  hours: Array.from({ length: 16 }, (_, index) => 6 + index),
};

export const childExamples: readonly { name: string; title: string; main: PageView["main"] }[] = [
  { name: "youth-child", title: "青少年", main: <YouthPage band="6-9" child={exampleChild} /> },
  { name: "guardian", title: "小禾（演示）", main: <ChildPage {...exampleChildPage} /> },
  {
    name: "child-time-up",
    title: "没有完成",
    main: (
      <ErrorPage
        status={403}
        code="people.child_time_up"
        sentence="今天的 60 分钟用完了，眼睛歇一歇，到外面走一走。明天再来。"
        requestId="01jd4演示"
      />
    ),
  },
  {
    name: "child-elsewhere",
    title: "没有完成",
    main: (
      <ErrorPage
        status={403}
        code="people.child_elsewhere"
        sentence="这一页是给大人用的。孩子看的都在青少年专区；要办事、要报名，请家长来。"
        requestId="01jd5演示"
      />
    ),
  },
];
