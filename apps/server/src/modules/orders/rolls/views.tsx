import { audiences, audienceNames } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { toRollActPath } from "../paths.ts";
import type { RollLine, RollView } from "./queries.ts";
import { countText, type RollSide } from "./rolls.ts";

type Props = {
  orderId: string;
  title: string;
  side: RollSide;
  roll: RollView | undefined;
  me: string;
  form: FormState;
  formKey: string;
  now: Date;
};

const everybody = audiences.map((value) => ({ value, text: audienceNames[value] }));
/** Pupils are counted, never named. */
const named = everybody.filter((one) => one.value !== "youth");
const lineText = (line: Pick<RollLine, "kind" | "text" | "people">): string =>
  line.kind === "person" ? (line.text ?? "（姓名已到期删除）") : `${line.text ?? ""} ${line.people} 人`;

/** 到课名单: written on the spot, signed, and after that corrected by two persons. */
export function RollPage(props: Props) {
  const { roll, side, title, now } = props;
  const isOpen = roll?.status !== "signed";
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(props.form)} />
      <h1>到课名单</h1>
      <p class="lead">{title}</p>
      {roll !== undefined && roll.total > 0 && (
        <Notice tone={isOpen ? "soon" : "done"} title={`一共 ${roll.total} 人`}>
          {countText(roll.byAudience)}。
          {roll.signedAt === undefined
            ? "还没有签字，不算数。"
            : `${dateTimeText(roll.signedAt, now)} 由上课的老师签字。`}
        </Notice>
      )}
      <Lines {...props} />
      {isOpen && side === "trainer" && <EntryForms {...props} />}
      {isOpen && side !== "trainer" && <p>名单由在现场签到的老师填，填好签字以后，您可以在这里核对。</p>}
      {roll?.asked !== undefined && <Asked {...props} roll={roll} />}
      {!isOpen && roll?.asked === undefined && <CorrectForm {...props} roll={roll} />}
    </div>
  );
}

function Lines({ roll, side, orderId, formKey }: Props) {
  if (roll === undefined || roll.lines.length === 0)
    return (
      <EmptyState icon="people" title="名单上还没有人">
        大人一行写一个名字；学生和不留名的只记人数。
      </EmptyState>
    );
  return (
    <section aria-label="名单">
      <SectionHead title="名单" />
      <Listing
        items={roll.lines.map((line) => ({
          key: line.id,
          title: lineText(line),
          meta: audienceNames[line.audience],
          aside:
            roll.status === "open" && side === "trainer" ? (
              <Form
                action={toRollActPath(orderId, "remove")}
                formKey={formKey}
                hidden={{ lineId: line.id }}
                landmark="none"
              >
                <Button size="small" variant="quiet">
                  拿掉{lineText(line)}
                </Button>
              </Form>
            ) : undefined,
        }))}
      />
    </section>
  );
}

function EntryForms({ orderId, roll, form, formKey }: Props) {
  return (
    <>
      <Form action={toRollActPath(orderId, "names")} formKey={formKey} label="记名字">
        <SelectField
          name="audience"
          label="这些人是哪类人"
          options={named}
          value={typed(form, "audience")}
          error={form.errors["audience"]}
        />
        <TextArea
          name="names"
          label="到课的大人"
          hint="一行写一个名字。先告诉他们：名字只用来证明来上过课，一年后删掉；不想留名的，在下面只记人数。"
          rows={6}
          maxlength={3000}
          value={typed(form, "names")}
          error={form.errors["names"]}
        />
        <Button variant="secondary">把名字记上</Button>
      </Form>
      <Form action={toRollActPath(orderId, "group")} formKey={formKey} label="只记人数">
        <SelectField
          name="groupAudience"
          label="只记人数的是哪类人"
          options={everybody}
          value={typed(form, "groupAudience")}
          error={form.errors["groupAudience"]}
        />
        <TextField
          name="group"
          label="这些人是谁"
          hint="例如：五年级 1 班、不留名的村民。"
          maxlength={40}
          width="medium"
          value={typed(form, "group")}
          error={form.errors["group"]}
        />
        <TextField
          name="people"
          label="几个人"
          inputmode="numeric"
          width="short"
          suffix="人"
          value={typed(form, "people")}
          error={form.errors["people"]}
        />
        <Button variant="secondary">把人数记上</Button>
      </Form>
      {roll !== undefined && roll.total > 0 && (
        <Form action={toRollActPath(orderId, "sign")} formKey={formKey} label="签字">
          <NextStep>签字以后，人数就按这份名单算；再改要写原因，由另一个人核对。</NextStep>
          <Button size="large" icon="check">
            {roll.total} 人到课，我签字
          </Button>
        </Form>
      )}
    </>
  );
}

function Asked({ roll, me, orderId, formKey }: Props & { roll: RollView }) {
  const { asked } = roll;
  if (asked === undefined) return null;
  const what =
    asked.adds !== undefined
      ? `补上：${lineText(asked.adds)}（${audienceNames[asked.adds.audience]}）`
      : `划掉：${asked.strikes === undefined ? "" : lineText(asked.strikes)}`;
  return (
    <section aria-label="等核对的更正">
      <SectionHead title="等核对的更正" />
      <p>
        {what}。原因：{asked.reason}
      </p>
      {asked.askedByPersonId === me ? (
        <p>等另一个人核对：在场的队友、队长，或者点单的人。</p>
      ) : (
        <div class="button-row">
          {(["agree", "refuse"] as const).map((decision) => (
            <Form
              key={decision}
              action={toRollActPath(orderId, "decide")}
              formKey={formKey}
              hidden={{ changeId: asked.id, decision }}
              landmark="none"
            >
              <Button variant={decision === "agree" ? "primary" : "secondary"}>
                {decision === "agree" ? "属实，同意改" : "不对，不改"}
              </Button>
            </Form>
          ))}
        </div>
      )}
    </section>
  );
}

function CorrectForm({ orderId, roll, form, formKey }: Props & { roll: RollView }) {
  return (
    <Form action={toRollActPath(orderId, "correct")} formKey={formKey} label="更正">
      <Radios
        name="what"
        legend="怎么更正"
        options={[
          { value: "strike", text: "划掉一行" },
          { value: "person", text: "补一个人的名字" },
          { value: "group", text: "补一批只记人数的" },
        ]}
        value={typed(form, "what")}
        error={form.errors["what"]}
      />
      <SelectField
        name="lineId"
        label="划掉哪一行"
        optional
        options={roll.lines.map((line) => ({ value: line.id, text: lineText(line) }))}
        value={typed(form, "lineId")}
        error={form.errors["lineId"]}
      />
      <SelectField
        name="audience"
        label="补的是哪类人"
        optional
        options={everybody}
        value={typed(form, "audience")}
        error={form.errors["audience"]}
      />
      <TextField
        name="names"
        label="补谁的名字"
        optional
        maxlength={30}
        width="medium"
        value={typed(form, "names")}
        error={form.errors["names"]}
      />
      <TextField
        name="group"
        label="补的一批人是谁"
        optional
        maxlength={40}
        width="medium"
        value={typed(form, "group")}
        error={form.errors["group"]}
      />
      <TextField
        name="people"
        label="补几个人"
        optional
        inputmode="numeric"
        width="short"
        suffix="人"
        value={typed(form, "people")}
        error={form.errors["people"]}
      />
      <TextArea
        name="reason"
        label="更正的原因"
        rows={2}
        maxlength={300}
        value={typed(form, "reason")}
        error={form.errors["reason"]}
      />
      <NextStep>另一个人核对同意了，名单和人数才改。</NextStep>
      <Button variant="secondary">申请更正</Button>
    </Form>
  );
}
