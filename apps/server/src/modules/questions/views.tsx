import { audienceNames, audiences } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { toArticlePath, type TopicView } from "#modules/contents/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { questionsPaths, toLookupPath, toOwnVoicePath, toVoicePath, toWithdrawPath } from "./paths.ts";
import { promisedDays } from "./promised-time.ts";
import type { QuestionView } from "./queries.ts";
import { showReceiptCode } from "./receipt-code.ts";
import { askerWords, questionStates } from "./state.ts";

const promiseText = `${["零", "一", "两", "三"][promisedDays] ?? promisedDays}个工作日内回复`;

export type AskPageProps = {
  form: FormState;
  formKey: string;
  topics: readonly TopicView[];
  article: { no: number; title: string } | undefined;
  /** What stands in the fields at first. */
  start: { text: string; audience: string; topic: string };
  asker: "nobody" | "account" | { helperFor: string };
};

/** 问专家: one page, few fields; a photograph and how the answer reaches the asker. */
export const AskPage = ({ form, formKey, topics, article, start, asker }: AskPageProps) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>问专家</h1>
    <p class="lead">写下您想问的，{promiseText}。答复由专家写，另一个人核对后才发给您。</p>
    {typeof asker === "object" && (
      <Notice title={`您在替${asker.helperFor}提问`}>两个人的名字都会记下来，答复给本人看。</Notice>
    )}
    {article !== undefined && (
      <p>
        您在看《<a href={toArticlePath(article.no)}>{article.title}</a>》。
      </p>
    )}
    <Form
      action={questionsPaths.ask}
      formKey={formKey}
      encoding="files"
      label="问专家"
      hidden={article === undefined ? {} : { article: String(article.no) }}
    >
      <TextArea
        name="text"
        label="您想问什么"
        hint="说清是什么、在哪里、什么时候看到的。请不要写别人的姓名、电话、住址。不方便打字，就空着，在下面录一段话。"
        rows={6}
        maxlength={1000}
        value={typed(form, "text", start.text)}
        error={form.errors["text"]}
      />
      <FileField
        name="voice"
        label="用说的"
        hint="按一下，用手机录一段，或者选一个录好的文件（mp3、m4a），最长 60 秒。我们听了写成文字，您能看到写得对不对。"
        optional
        accept="audio/*"
        error={form.errors["voice"]}
      />
      <FileField
        name="photo"
        label="照片"
        hint="比如叶子、药盒、收到的消息。只收图片，照片里的拍摄地点会去掉。"
        optional
        accept="image/jpeg,image/png,image/webp"
        error={form.errors["photo"]}
      />
      <SelectField
        name="topic"
        label="和什么有关"
        optional
        emptyText="说不好，先不选"
        options={topics.map((topic) => ({ value: topic.code, text: topic.name }))}
        value={typed(form, "topic", start.topic)}
        error={form.errors["topic"]}
      />
      <SelectField
        name="audience"
        label="答复写给谁看"
        optional
        emptyText="都可以"
        options={audiences.map((audience) => ({ value: audience, text: audienceNames[audience] }))}
        value={typed(form, "audience", start.audience)}
        error={form.errors["audience"]}
      />
      {asker === "nobody" && <ContactFields form={form} />}
      <NextStep>按下以后会给您一个受理编号，凭它随时查。{promiseText}。</NextStep>
      <Button>把问题交给专家</Button>
    </Form>
    <p class="small">
      急病、火灾、中毒不要等：打 120、119。问过的问题，<a href={questionsPaths.lookup}>凭编号查答复</a>；
      <a href={questionsPaths.cards}>看看别人问过的</a>。
    </p>
  </div>
);

const ContactFields = ({ form }: { form: FormState }) => (
  <>
    <Radios
      name="way"
      legend="答复怎么给您"
      options={[
        { value: "code", text: "凭受理编号自己查", hint: "什么也不用留" },
        { value: "phone", text: "有答复时发短信告诉我" },
      ]}
      value={typed(form, "way", "code")}
      error={form.errors["way"]}
    />
    <TextField
      name="phone"
      label="手机号"
      type="tel"
      autocomplete="tel"
      width="medium"
      optional
      hint="选了发短信才要填。未满 14 周岁的，请让家长来留。"
      value={typed(form, "phone")}
      error={form.errors["phone"]}
    />
    <Consent
      name="consent"
      text="同意用这个号码告诉我有了答复"
      checked={ticked(form, "consent").includes("yes")}
      error={form.errors["consent"]}
      hint="号码加密保存，答复以后 30 天删除，不作别的用。"
    />
  </>
);

export const ReceivedPage = ({
  code,
  question,
  now,
}: {
  code: string;
  question: QuestionView;
  now: Date;
}) => (
  <div class="stack">
    <h1>收到了您的问题</h1>
    <Notice tone="done" title={`受理编号 ${showReceiptCode(code)}`} live="status">
      请记下来或拍下来，凭它查答复。
    </Notice>
    {question.voiceSeconds !== null && (
      <section aria-labelledby="received-voice">
        <SectionHead title="听一遍，录上了没有" id="received-voice" />
        <SpokenWords question={question} voice={toVoicePath(code)} />
      </section>
    )}
    <SummaryList
      rows={[
        { term: "最晚什么时候答复", value: `${dateTimeText(question.dueAt, now)}之前` },
        {
          term: "怎么告诉您",
          value:
            question.contact === "phone"
              ? "有答复时给您发短信"
              : question.contact === "account"
                ? "写在“我的”里，凭编号也能查"
                : "凭编号自己查",
        },
      ]}
    />
    <p>
      <LinkButton href={toLookupPath(code)} variant="secondary">
        看办到哪一步了
      </LinkButton>
    </p>
  </div>
);

const toneOf = (question: QuestionView) =>
  question.status === "answered"
    ? ("done" as const)
    : questionStates.isTerminal(question.status)
      ? ("neutral" as const)
      : ("soon" as const);

/** What was asked: in words, and where it was spoken, the recording with what we understood. */
const SpokenWords = ({ question, voice }: { question: QuestionView; voice: string }) => {
  if (question.voiceSeconds === null) return <p class="preserve-lines">{question.askedText}</p>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the words stand below as soon as somebody heard them */}
      <audio class="question-voice" controls preload="none" src={voice} aria-label="您的录音" />
      <p class="small">
        <a href={voice}>您的录音，{question.voiceSeconds} 秒</a>
      </p>
      {question.isHeard ? (
        <>
          <p class="preserve-lines">{question.askedText}</p>
          {question.heardByName !== null && (
            <p class="small">
              上面的话是工作人员听录音写的。写得不对，请
              {questionStates.isTerminal(question.status) ? "重新问一次" : "撤回后重新问，或者打站点的电话"}。
            </p>
          )}
        </>
      ) : (
        <p>正在听您的录音，听完把文字写在这里。</p>
      )}
    </>
  );
};

/** What the asker reads of one question: where it stands, and the answer once a second person has checked it. */
const QuestionBody = ({
  question,
  now,
  voice,
}: {
  question: QuestionView;
  now: Date;
  /** Where the recording is played. */
  voice: string;
}) => (
  <>
    <p>
      <StatusTag tone={toneOf(question)} text={askerWords[question.status]} />
    </p>
    <SpokenWords question={question} voice={voice} />
    {question.status === "answered" && question.answer !== null && (
      <div class="answer-box">
        <p class="answer-box__title">
          {question.expertTitle ?? "编辑部"}
          {question.fieldName !== null && `（${question.fieldName}）`}答复：
        </p>
        <p class="preserve-lines">{question.answer}</p>
        <p class="small">
          {question.endedAt !== null && `${dateTimeText(question.endedAt, now)}发出，`}
          一人写、一人核对。这是科普答复，不能代替看病和检测。
        </p>
      </div>
    )}
    {question.status === "no_expert" && (
      <Notice title="我们这里没有能答这个问题的专家">
        {question.closedReason} 您可以打 12345，或者<a href="/help">请站点的人帮您问</a>。
      </Notice>
    )}
    {!questionStates.isTerminal(question.status) && (
      <p>
        最晚 {dateTimeText(question.dueAt, now)} 答复
        {question.dueAt < now && "，已经超过了，我们在催"}。
      </p>
    )}
  </>
);

export const LookupPage = ({
  typedCode,
  question,
  problem,
  now,
}: {
  typedCode: string;
  question: QuestionView | undefined;
  problem: string | undefined;
  now: Date;
}) => (
  <div class="stack">
    {problem !== undefined && <ErrorSummary problems={[{ field: "code", text: problem }]} />}
    <h1>查答复</h1>
    <Form action={questionsPaths.lookup} method="get" label="查答复">
      <TextField
        name="code"
        label="受理编号"
        hint="12 位字母和数字，例如 ABCD-EFGH-JKMN。"
        width="medium"
        value={typedCode}
        error={problem}
      />
      <Button>查答复</Button>
    </Form>
    {question !== undefined && (
      <section aria-labelledby="lookup-found">
        <SectionHead title="您的问题" id="lookup-found" />
        <QuestionBody question={question} now={now} voice={toVoicePath(typedCode)} />
      </section>
    )}
  </div>
);

export const OwnQuestionsPage = ({
  questions,
  now,
  formKey,
  problem,
}: {
  questions: readonly QuestionView[];
  now: Date;
  formKey: string;
  problem?: string | undefined;
}) => (
  <div class="stack">
    {problem !== undefined && <ErrorSummary problems={[{ text: problem }]} title="没有办成" />}
    <h1>我问过的</h1>
    <p>
      <LinkButton href={questionsPaths.ask} icon="question">
        再问一个
      </LinkButton>
    </p>
    {questions.length === 0 ? (
      <EmptyState icon="question" title="还没有问过">
        看文章、找不到答案时，都可以问专家。
      </EmptyState>
    ) : (
      questions.map((question) => (
        <section key={question.id}>
          <SectionHead title={`${dateTimeText(question.askedAt, now)}问的`} />
          {question.helperName !== null && <p class="small">由{question.helperName}代您提问。</p>}
          <QuestionBody question={question} now={now} voice={toOwnVoicePath(question.id)} />
          {questionStates.next(question.status, "withdraw") !== undefined && (
            <Form action={toWithdrawPath(question.id)} formKey={formKey} landmark="none">
              <Button variant="quiet">不问了，撤回</Button>
            </Form>
          )}
        </section>
      ))
    )}
  </div>
);

/** On 我的: whether an answer has come. */
export const QuestionsSection = ({ questions }: { questions: readonly QuestionView[] }) => {
  const answered = questions.filter((question) => question.status === "answered").length;
  const open = questions.filter((question) => !questionStates.isTerminal(question.status)).length;
  return (
    <section aria-labelledby="me-questions">
      <SectionHead
        title="问专家"
        id="me-questions"
        more={
          questions.length > 0
            ? { href: questionsPaths.own, text: "看我问过的" }
            : { href: questionsPaths.ask, text: "问一个" }
        }
      />
      {questions.length === 0 ? (
        <p>还没有问过。</p>
      ) : (
        <p>
          {answered > 0 && <StatusTag tone="done" text={`${answered} 个有答复`} />}{" "}
          {open > 0 && <StatusTag tone="soon" text={`${open} 个在等`} />}
        </p>
      )}
    </section>
  );
};
