import type { FormState } from "#kernel/http-types.ts";
import { type LiveArticle, type LiveLesson, toArticlePath, type TopicView } from "#modules/contents/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { DateField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { LessonUseView } from "./lessons.ts";
import { commonsPaths, toLessonPath } from "./paths.ts";

export const gradeNames = [
  "一年级",
  "二年级",
  "三年级",
  "四年级",
  "五年级",
  "六年级",
  "七年级",
  "八年级",
  "九年级",
  "高一",
  "高二",
  "高三",
] as const;

export type LessonsFilter = {
  grade?: number | undefined;
  subject?: string | undefined;
  topic?: string | undefined;
  standard?: string | undefined;
};

/** `课标：探究实践（义务教育科学课程标准（2022年版），第 8 页）` */
export const standardText = (place: { text: string; edition: string; page: string }): string =>
  `${place.text}（${place.edition}${place.page === "" ? "" : `，第 ${place.page} 页`}）`;

/** Y-03: lessons by grade, subject, topic and the words of a curriculum standard. */
export const LessonsPage = ({
  lessons,
  subjects,
  topics,
  filter,
  isTeacher,
  now,
}: {
  lessons: readonly LiveLesson[];
  subjects: readonly string[];
  topics: readonly TopicView[];
  filter: LessonsFilter;
  isTeacher: boolean;
  now: Date;
}) => (
  <div class="stack">
    <h1>课程</h1>
    <p class="lead">老师可以直接上，也可以改成自己的。按年级、学科、主题和课标找。</p>
    <Form action={commonsPaths.lessons} method="get" label="找课程">
      <div class="filter">
        <SelectField
          name="grade"
          label="年级"
          emptyText="全部年级"
          options={gradeNames.map((text, index) => ({ value: String(index + 1), text }))}
          value={filter.grade === undefined ? "" : String(filter.grade)}
        />
        <SelectField
          name="subject"
          label="学科"
          emptyText="全部学科"
          options={subjects.map((value) => ({ value, text: value }))}
          value={filter.subject ?? ""}
        />
        <SelectField
          name="topic"
          label="主题"
          emptyText="全部主题"
          options={topics.map((topic) => ({ value: topic.code, text: topic.name }))}
          value={filter.topic ?? ""}
        />
        <TextField name="standard" label="课标里的词" maxlength={40} value={filter.standard ?? ""} />
        <Button icon="search">找</Button>
      </div>
    </Form>
    <p>
      {isTeacher ? (
        <a href={commonsPaths.lessonUses}>我登记过的课</a>
      ) : (
        <>
          您是老师？
          <a href={`/sign-in?back=${encodeURIComponent(commonsPaths.lessons)}`}>登录以后</a>
          ，可以登记用过的课，也可以改成自己的。
        </>
      )}
    </p>
    {lessons.length === 0 ? (
      <EmptyState
        title="没有找到这样的课"
        action={<LinkButton href={commonsPaths.lessons}>看全部课程</LinkButton>}
      >
        少选一个条件再找。
      </EmptyState>
    ) : (
      <Listing
        heading="h2"
        items={lessons.map((lesson) => ({
          key: lesson.contentId,
          title: lesson.title,
          href: toArticlePath(lesson.no),
          meta: [
            lesson.lesson.grades,
            lesson.lesson.subject,
            `${lesson.lesson.minutes} 分钟`,
            dateText(lesson.publishedAt, now),
          ]
            .filter((part) => part !== undefined && part !== "")
            .join(" · "),
          text: (
            <>
              {lesson.summary}
              {(lesson.lesson.standards ?? []).map((place) => (
                <span class="small" key={place.text}>
                  <br />
                  {`课标：${standardText(place)}`}
                </span>
              ))}
            </>
          ),
          aside: isTeacher ? (
            <>
              <LinkButton href={toLessonPath(lesson.contentId, "use")} variant="secondary">
                我用过了<span class="visually-hidden">：{lesson.title}</span>
              </LinkButton>{" "}
              <LinkButton href={toLessonPath(lesson.contentId, "copy")} variant="secondary">
                改成我的<span class="visually-hidden">：{lesson.title}</span>
              </LinkButton>
            </>
          ) : undefined,
        }))}
      />
    )}
  </div>
);

export const LessonUsePage = ({
  lesson,
  form,
  formKey,
  today,
}: {
  lesson: LiveArticle;
  form: FormState;
  formKey: string;
  today: string;
}) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>登记用过这节课</h1>
    <p class="lead">{lesson.title}</p>
    <Form action={toLessonPath(lesson.contentId, "use")} formKey={formKey} label="登记用过这节课">
      <TextField
        name="className"
        label="哪个班"
        width="medium"
        maxlength={30}
        autocomplete="off"
        value={typed(form, "className")}
        error={form.errors["className"]}
        hint="例如：五（2）班。不要写学生姓名。"
      />
      <DateField
        name="usedOn"
        label="哪天上的"
        max={today}
        value={typed(form, "usedOn", today)}
        error={form.errors["usedOn"]}
      />
      <TextField
        name="pupilCount"
        label="多少学生"
        width="short"
        inputmode="numeric"
        suffix="人"
        value={typed(form, "pupilCount")}
        error={form.errors["pupilCount"]}
      />
      <NextStep>同一个班、同一天、同一节课只记一次，重复交不会多记。</NextStep>
      <Button>登记</Button>
    </Form>
  </div>
);

export const LessonUsesPage = ({ uses }: { uses: readonly LessonUseView[] }) => (
  <div class="stack">
    <h1>我登记过的课</h1>
    {uses.length === 0 ? (
      <EmptyState
        title="您还没有登记过"
        action={<LinkButton href={commonsPaths.lessons}>去找课程</LinkButton>}
      >
        上过一节课，在课程下面点“我用过了”。
      </EmptyState>
    ) : (
      <Listing
        heading="h2"
        items={uses.map((use) => ({
          key: use.id,
          title: use.title,
          href: toArticlePath(use.no),
          meta: `${use.className} · ${use.usedOn} · ${use.pupilCount} 人`,
        }))}
      />
    )}
  </div>
);

/** A teacher's own version: written on one side, printed on paper, the reviewed lesson unchanged. */
export const LessonCopyPage = ({
  lesson,
  copy,
  form,
  formKey,
  now,
}: {
  lesson: LiveArticle;
  copy: { title: string; words: string; savedAt: Date | undefined };
  form: FormState;
  formKey: string;
  now: Date;
}) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>改成我的课</h1>
    <Notice title="只给您自己用">
      {`原课是《${lesson.title}》，审校过的原文不会变。改过的只有您看得到，可以打印。对外发布请注明改编自湘江科普。`}
    </Notice>
    <Form action={toLessonPath(lesson.contentId, "copy")} formKey={formKey} label="改成我的课">
      <TextField
        name="title"
        label="题目"
        maxlength={60}
        value={typed(form, "title", copy.title)}
        error={form.errors["title"]}
      />
      <TextArea
        name="words"
        label="正文"
        rows={18}
        maxlength={20000}
        value={typed(form, "words", copy.words)}
        error={form.errors["words"]}
      />
      <NextStep>
        {copy.savedAt === undefined
          ? "保存后，在下面按样子打印。"
          : `${dateText(copy.savedAt, now)}保存过。下面就是打印出来的样子。`}
      </NextStep>
      <Button>保存</Button>
    </Form>
    {copy.savedAt !== undefined && (
      <article aria-labelledby="printed">
        <SectionHead title={copy.title} id="printed" />
        {copy.words
          .split(/\n+/u)
          .filter((line) => line.trim() !== "")
          .map((line, index) => (
            <p key={String(index)}>{line}</p>
          ))}
        <p class="small">{`改编自湘江科普《${lesson.title}》（第 ${lesson.no} 号），仅供课堂使用。`}</p>
      </article>
    )}
  </div>
);
