import { audienceNames, audiences } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { toArticlePath, type TopicView } from "#modules/contents/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { type Step, Steps } from "#ui/steps/steps.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { commonsPaths, toSubmissionPath } from "./paths.ts";
import type { SubmissionView } from "./submission-queries.ts";
import { creditChoices, rightsNote, submissionKinds } from "./vocabulary.ts";

const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, text]) => ({ value, text }));

const RightsLines = () => (
  <ul>
    {rightsNote.lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** What contributing is, in three steps, and what the reader has brought in so far. */
export const ContributePage = ({
  own,
  now,
}: {
  /** Undefined for people who have not signed in. */
  own: readonly SubmissionView[] | undefined;
  now: Date;
}) => (
  <div class="stack">
    <h1>我来投稿</h1>
    <p class="lead">您懂的、做过的、亲眼看到的，写下来。专家帮您核对，编辑帮您改好，发布时写上您的名字。</p>
    <p>
      {own === undefined ? (
        <LinkButton
          href={`/sign-in?back=${encodeURIComponent(commonsPaths.contributeNew)}`}
          icon="person"
          size="large"
        >
          登录，开始写
        </LinkButton>
      ) : (
        <LinkButton href={commonsPaths.contributeNew} icon="document" size="large">
          开始写
        </LinkButton>
      )}
    </p>
    {own !== undefined && (
      <section aria-labelledby="own-submissions">
        <SectionHead title="我的投稿" id="own-submissions" />
        {own.length === 0 ? (
          <EmptyState title="您还没有投过稿">写好一段就能交，不用写完整。</EmptyState>
        ) : (
          <Listing
            items={own.map((one) => ({
              key: one.id,
              title: one.title,
              href:
                one.status === "writing"
                  ? toSubmissionPath(one.id, one.words === null ? "words" : "rights")
                  : toSubmissionPath(one.id),
              meta: `${one.statusName} · 编号 ${one.no} · ${dateText(one.createdAt, now)}`,
            }))}
          />
        )}
      </section>
    )}
    <section aria-labelledby="rights">
      <SectionHead title="用稿说明" id="rights" />
      <RightsLines />
    </section>
    <section aria-labelledby="then">
      <SectionHead title="交了以后" id="then" />
      <ol>
        <li>编辑看您的稿子，三个工作日内给您配一位这个领域的专家；不合适的，告诉您原因。</li>
        <li>专家看哪里对、哪里要补，编辑改成文章。</li>
        <li>七个人各审一遍，写过稿子的人不审自己的稿。</li>
        <li>发布，署上您的名字。每一步您都能在这一页看到。</li>
      </ol>
    </section>
  </div>
);

type StepProps = { form: FormState; formKey: string };

/** Step one of three: what it is about. */
export const StartPage = ({ form, formKey, topics }: StepProps & { topics: readonly TopicView[] }) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <p class="small">第 1 步，共 3 步</p>
    <h1>您想写什么？</h1>
    <Form action={commonsPaths.contributeNew} formKey={formKey} label="您想写什么">
      <Radios
        name="kind"
        legend="您现在有什么"
        options={optionsOf(submissionKinds)}
        value={typed(form, "kind", "idea")}
        error={form.errors["kind"]}
      />
      <TextField
        name="title"
        label="题目"
        maxlength={60}
        value={typed(form, "title")}
        error={form.errors["title"]}
        hint="一句话就行，例如：我家阳台怎样引来了蜜蜂"
      />
      <Radios
        name="audience"
        legend="写给谁看"
        options={audiences.map((value) => ({ value, text: audienceNames[value] }))}
        value={typed(form, "audience") || undefined}
        error={form.errors["audience"]}
      />
      <SelectField
        name="topic"
        label="讲哪个主题"
        options={topics.map((topic) => ({ value: topic.code, text: topic.name }))}
        value={typed(form, "topic")}
        error={form.errors["topic"]}
      />
      <NextStep>下一步写正文。写了一半可以离开，回来接着写。</NextStep>
      <Button>下一步</Button>
    </Form>
  </div>
);

/** Step two of three: the words. */
export const WordsPage = ({ form, formKey, submission }: StepProps & { submission: SubmissionView }) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <p class="small">第 2 步，共 3 步</p>
    <Form action={toSubmissionPath(submission.id, "words")} formKey={formKey} label="写正文">
      <TextArea
        name="words"
        heading="h1"
        label={submission.kind === "idea" ? "说说您的想法" : "把稿子写在这里"}
        rows={14}
        maxlength={8000}
        value={typed(form, "words", submission.words ?? "")}
        error={form.errors["words"]}
        hint={
          submission.kind === "idea"
            ? `题目：${submission.title}。您看到了什么、想弄明白什么、有什么办法？最少 10 个字。`
            : `题目：${submission.title}。可以直接粘贴，最多 8000 字。请不要写别人的电话和住址。`
        }
      />
      <NextStep>下一步看用稿说明、选怎样署名，然后交稿。</NextStep>
      <Button>下一步</Button>
    </Form>
  </div>
);

/** Step three of three: the rights note in plain words, the name, and send. */
export const RightsPage = ({
  form,
  formKey,
  submission,
  childOptions,
}: StepProps & { submission: SubmissionView; childOptions: readonly { value: string; text: string }[] }) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <p class="small">第 3 步，共 3 步</p>
    <h1>看用稿说明，选怎样署名</h1>
    <Notice title="用稿说明">
      <RightsLines />
    </Notice>
    <Form
      action={toSubmissionPath(submission.id, "rights")}
      formKey={formKey}
      label="署名和交稿"
      {...(childOptions.length === 0 ? { hidden: { writer: "self" } } : {})}
    >
      {childOptions.length > 0 && (
        <Radios
          name="writer"
          legend="这是谁写的"
          options={[{ value: "self", text: "我自己" }, ...childOptions]}
          value={typed(form, "writer", "self")}
          error={form.errors["writer"]}
          hint="孩子写的，由您作为监护人来交，发布时只写笔名。"
        />
      )}
      <Radios
        name="credit"
        legend="发布时怎样署名"
        options={optionsOf(creditChoices)}
        value={typed(form, "credit", "pen_name")}
        error={form.errors["credit"]}
      />
      <TextField
        name="penName"
        label="笔名"
        optional
        width="medium"
        maxlength={20}
        autocomplete="off"
        value={typed(form, "penName")}
        error={form.errors["penName"]}
        hint="选“用笔名”时填写。"
      />
      <Consent
        name="agreed"
        text="我看过了用稿说明，同意（孩子的稿子，我是监护人，也同意）"
        checked={ticked(form, "agreed").length > 0}
        error={form.errors["agreed"]}
      />
      <NextStep>交了以后，编辑三个工作日内看稿。进展在“我的投稿”里看，发布之前随时可以撤回。</NextStep>
      <Button>交稿</Button>
    </Form>
    <p>
      <a href={toSubmissionPath(submission.id, "words")}>回去改正文</a>
    </p>
  </div>
);

const order = ["received", "paired", "drafted", "published"] as const;

const stepsOf = (submission: SubmissionView, now: Date): readonly Step[] => {
  const at = order.findIndex((status) => status === submission.status);
  const since = dateText(submission.statusChangedAt, now);
  const texts = ["收到您的稿子", "专家帮忙核对", "改成文章，三审三校", "发布，署您的名"];
  return texts.map((title, index) => ({
    title,
    state: submission.status === "published" || index < at ? "done" : index === at ? "current" : "todo",
    ...(index === at ? { time: `${since}起` } : {}),
    children:
      index === 1 && submission.expertFieldName !== null ? (
        <p>{`领域：${submission.expertFieldName}${submission.advice === null ? "" : `。专家说：${submission.advice}`}`}</p>
      ) : index === 2 && submission.status === "drafted" && submission.studioStatus !== null ? (
        <p>{`现在：${submission.studioStatus}`}</p>
      ) : undefined,
  }));
};

/** The receipt, and where the contribution stands. */
export const SubmissionPage = ({
  submission,
  form,
  formKey,
  now,
}: {
  submission: SubmissionView;
  form: FormState;
  formKey: string;
  now: Date;
}) => {
  const { status } = submission;
  const open = status === "received" || status === "paired" || status === "drafted";
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{submission.title}</h1>
      <p class="lead">
        投稿回执编号 <strong>{submission.no}</strong>，{submission.statusName}。
      </p>
      {status === "declined" && (
        <Notice tone="soon" title="这次没有采用">
          {submission.reason}
        </Notice>
      )}
      {status === "withdrawn" && <Notice title="您已经撤回，我们不会再用这份稿子。" />}
      {status === "published" && submission.contentNo !== null && (
        <Notice tone="done" title="已经发布，谢谢您">
          <a href={toArticlePath(submission.contentNo)}>看发布的文章</a>
        </Notice>
      )}
      {(open || status === "published") && <Steps label="投稿进展" steps={stepsOf(submission, now)} />}
      <section aria-labelledby="sent">
        <SectionHead title="您交的内容" id="sent" />
        <SummaryList
          rows={[
            { term: "形式", value: submission.kindName },
            { term: "写给", value: audienceNames[submission.audience] },
            { term: "主题", value: submission.topicName },
            {
              term: "署名",
              value: submission.creditChoice === "name" ? "您的姓名" : (submission.penName ?? "还没有选"),
            },
            { term: "交稿", value: dateText(submission.createdAt, now) },
          ]}
        />
        {submission.words?.split(/\n+/u).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </section>
      {open && (
        <Form action={toSubmissionPath(submission.id, "withdraw")} formKey={formKey} label="撤回投稿">
          <NextStep>撤回以后，稿子从编辑部拿掉，不再使用。不用说理由。</NextStep>
          <Button variant="secondary">撤回这份投稿</Button>
        </Form>
      )}
      <p>
        <a href={commonsPaths.contribute}>回到我的投稿</a>
      </p>
    </div>
  );
};
