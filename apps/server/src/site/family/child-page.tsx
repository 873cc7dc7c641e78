import type { FormState } from "#kernel/http-types.ts";
import {
  type ChildTime,
  type ConsentView,
  consentPurposes,
  minuteChoices,
  type Relation,
  relations,
} from "#modules/people/index.ts";
import { askerWords, type QuestionView } from "#modules/questions/index.ts";
import { type SavedItem, SavedList } from "#modules/readers/index.ts";
import { zonePath } from "#site/paths.ts";
import { ageBandNames } from "#site/zones/youth-questions.ts";
import { Button } from "#ui/button/button.tsx";
import { dateText, dateTimeText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent } from "#ui/field/choices.tsx";
import { SelectField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { bandsFor, ownBand } from "./child-admission.ts";
import { toChildActPath } from "./family-paths.ts";

export type ChildPageProps = {
  form: FormState;
  formKey: string;
  now: Date;
  child: { id: string; name: string; relation: Relation };
  time: ChildTime | undefined;
  consents: readonly ConsentView[];
  saved: readonly SavedItem[];
  questions: readonly QuestionView[];
  /** On how many devices the child is signed in. */
  devices: number;
  /** Whether the guardian has agreed that the child signs in. */
  consent: "standing" | "needed";
  hours: readonly number[];
};

const states: Readonly<Record<ChildTime["state"], string>> = {
  open: "现在可以用",
  up: "今天的时间用完了",
  closed: "现在不在可用的钟点",
};

/** One child as its guardian sees it: only what the child's own pages hold. What it read is kept nowhere. */
export function ChildPage(props: ChildPageProps) {
  const { form, child, time } = props;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{child.name}</h1>
      <p class="lead">
        您是孩子的{relations[child.relation]}
        。这一页只有您看得到，孩子自己的页上有什么，这里才有什么。看过哪几篇，谁都不记。
      </p>
      {time !== undefined && <ZonePart time={time} />}
      {time !== undefined && <TimePart {...props} time={time} />}
      <DevicePart {...props} />
      <ConsentPart {...props} />
      <section aria-labelledby="child-saved">
        <SectionHead title="孩子收藏的" id="child-saved" />
        {props.saved.length === 0 ? <p>还没有收藏。</p> : <SavedList items={props.saved} now={props.now} />}
      </section>
      <QuestionPart {...props} />
    </div>
  );
}

function ZonePart({ time }: { time: ChildTime }) {
  const bands = bandsFor(time.age).map((band) => ageBandNames[band]);
  return (
    <section aria-labelledby="child-zone">
      <SectionHead title="看得到什么" id="child-zone" />
      <SummaryList
        rows={[
          { term: "专区", value: <a href={zonePath("youth")}>青少年</a> },
          { term: "年龄段", value: `${ageBandNames[ownBand(time.age)]}（按出生日期，长大自动换）` },
          { term: "能读的", value: `${bands.join("、")}，经过三审三校的内容；没有广告，没有陌生人的留言` },
        ]}
      />
    </section>
  );
}

function TimePart({ form, formKey, child, time, hours }: ChildPageProps & { time: ChildTime }) {
  const { limit } = time;
  const hourOptions = (list: readonly number[]) =>
    list.map((hour) => ({ value: String(hour), text: `${hour} 点` }));
  return (
    <section aria-labelledby="time" class="stack">
      <SectionHead title="用多久" id="time" />
      <p>
        <StatusTag tone={time.state === "open" ? "done" : "soon"} text={states[time.state]} /> 今天用了{" "}
        {time.usedMinutes} 分钟，还剩 {time.leftMinutes} 分钟。只记这一个数，第二天清零。
      </p>
      <Form action={toChildActPath(child.id, "limit")} formKey={formKey} label="设定用时">
        <SelectField
          name="minutesPerDay"
          label="一天几分钟"
          options={minuteChoices.map((minutes) => ({ value: String(minutes), text: `${minutes} 分钟` }))}
          value={typed(form, "minutesPerDay") || String(limit.minutesPerDay)}
          error={form.errors["minutesPerDay"]}
          hint="国家网信办《移动互联网未成年人模式建设指南》建议：16 岁以下一天不超过 1 小时，16、17 岁不超过 2 小时。"
        />
        <SelectField
          name="opensHour"
          label="几点开始"
          options={hourOptions(hours)}
          value={typed(form, "opensHour") || String(limit.opensHour)}
          error={form.errors["opensHour"]}
        />
        <SelectField
          name="closesHour"
          label="几点结束"
          options={hourOptions(hours.map((hour) => hour + 1))}
          value={typed(form, "closesHour") || String(limit.closesHour)}
          error={form.errors["closesHour"]}
          hint="22 点到第二天 6 点一律不开。"
        />
        <NextStep>孩子打开下一页就按新的算。</NextStep>
        <Button>就这样定</Button>
      </Form>
      <p class="small">
        时间到了，孩子看到一句话；离线存好的文章、安全和急救的文章、辟谣，随时都能看。一页开着不动，最多算 5
        分钟。
      </p>
    </section>
  );
}

function DevicePart({ form, formKey, child, devices, consent }: ChildPageProps) {
  return (
    <section aria-labelledby="child-device" class="stack">
      <SectionHead title="把这台设备交给孩子" id="child-device" />
      <p>
        {devices === 0 ? "孩子现在没有登录。" : `孩子在 ${devices} 台设备上登录着。`}
        按下面的按钮，您在这台设备上退出，孩子登录，不用密码，只开青少年专区。您要用的时候重新登录。
      </p>
      <Form action={toChildActPath(child.id, "device")} formKey={formKey} label="交给孩子">
        {consent === "needed" && (
          <Consent
            name="agreed"
            text={consentPurposes.child_sign_in.text}
            checked={ticked(form, "agreed").length > 0}
            error={form.errors["agreed"]}
          />
        )}
        <Button>{`交给${child.name}用`}</Button>
      </Form>
      <Notice title="家里合用、没有登录的设备管不到">
        <p>
          用时只跟着孩子的登录走：没有登录的人我们不知道是谁，也不去认。孩子退出登录以后，这台设备就和没登录一样。要管整台设备，请在手机或平板的系统设置里打开未成年人模式。
        </p>
      </Notice>
    </section>
  );
}

function ConsentPart({ formKey, child, consents, consent, now }: ChildPageProps) {
  return (
    <section aria-labelledby="child-consents" class="stack">
      <SectionHead title="您同意过什么" id="child-consents" />
      <SummaryList
        rows={consents.map((one) => ({
          term: one.name,
          value: (
            <>
              {one.text}
              <br />
              {one.standing && one.givenAt !== undefined
                ? `${dateTimeText(one.givenAt, now)}同意`
                : "现在没有同意"}
            </>
          ),
        }))}
      />
      {consent === "standing" && (
        <Form action={toChildActPath(child.id, "end")} formKey={formKey} label="撤回孩子登录的同意">
          <Button variant="danger" size="small">
            不再让孩子登录，删掉收藏和用时
          </Button>
        </Form>
      )}
    </section>
  );
}

function QuestionPart({ questions, now }: ChildPageProps) {
  return (
    <section aria-labelledby="child-questions">
      <SectionHead title="孩子问的" id="child-questions" />
      {questions.length === 0 ? (
        <p>还没有问过。</p>
      ) : (
        <SummaryList
          rows={questions.map((question) => ({
            term: `${dateText(question.askedAt, now)} · ${askerWords[question.status]}`,
            value: (
              <>
                {question.askedText}
                {question.answer !== null && question.status === "answered" && (
                  <>
                    <br />
                    答：{question.answer}
                  </>
                )}
              </>
            ),
          }))}
        />
      )}
    </section>
  );
}
