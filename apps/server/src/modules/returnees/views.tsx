import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes, Consent, Radios } from "#ui/field/choices.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { returneesPaths, toMatchPath } from "./paths.ts";
import type { findOwnOffer, listOwnMatches } from "./queries.ts";
import {
  helpSkillCodes,
  helpSkills,
  incentiveKinds,
  type MatchStatus,
  matchStatusNames,
  returneeKindCodes,
  returneeKinds,
} from "./state.ts";

type OwnOffer = NonNullable<Awaited<ReturnType<typeof findOwnOffer>>>;
type OwnMatch = Awaited<ReturnType<typeof listOwnMatches>>[number];
type FormProps = { form: FormState; formKey: string };

const tones: Readonly<Record<MatchStatus, StatusTone>> = {
  proposed: "soon",
  agreed: "active",
  done: "active",
  confirmed: "done",
  declined: "neutral",
  lapsed: "neutral",
  cancelled: "neutral",
};

function Answer({ match, formKey }: { match: OwnMatch; formKey: string }) {
  const press = (act: string, words: string, variant?: "quiet") => (
    <Form action={toMatchPath(match.id, act)} formKey={formKey} landmark="none">
      <Button size="small" {...(variant === undefined ? {} : { variant })}>
        {words}
      </Button>
    </Form>
  );
  return (
    <>
      <StatusTag tone={tones[match.status]} text={matchStatusNames[match.status]} />
      {match.status === "proposed" && (
        <>
          {press("agree", "我愿意去")}
          {press("decline", "这次不行", "quiet")}
        </>
      )}
      {match.status === "agreed" && press("finish", "做完了")}
    </>
  );
}

function RegisterForm({
  homes,
  form,
  formKey,
}: FormProps & { homes: readonly { value: string; text: string }[] }) {
  return (
    <Form action={returneesPaths.own} formKey={formKey} label="登记我能帮什么">
      <Radios
        name="kind"
        legend="您是"
        options={returneeKindCodes.map((value) => ({ value, text: returneeKinds[value] }))}
        value={typed(form, "kind")}
        error={form.errors["kind"]}
      />
      <SelectField
        name="unitId"
        label="老家或住的地方"
        options={homes}
        value={typed(form, "unitId")}
        error={form.errors["unitId"]}
      />
      <Checkboxes
        name="skills"
        legend="能帮什么"
        arrangement="row"
        options={helpSkillCodes.map((value) => ({ value, text: helpSkills[value] }))}
        values={ticked(form, "skills")}
        error={form.errors["skills"]}
      />
      <TextField
        name="hoursAMonth"
        label="每月大概能帮几小时"
        inputmode="numeric"
        width="short"
        maxlength={3}
        suffix="小时"
        value={typed(form, "hoursAMonth")}
        error={form.errors["hoursAMonth"]}
      />
      <TextArea
        name="about"
        label="说说能帮什么"
        rows={4}
        maxlength={500}
        value={typed(form, "about")}
        error={form.errors["about"]}
        hint="至少 10 个字。只登记出力、出主意，不登记捐钱、出地。"
      />
      <Consent
        name="agrees"
        text="我同意：镇街、村里的工作人员看得到我会什么、有多少时间，有事可以请我"
        error={form.errors["agrees"]}
      />
      <NextStep>村里有事请您，会有短信。愿不愿意都由您；随时可以撤回，撤回就删掉您说的话。</NextStep>
      <Button>登记</Button>
    </Form>
  );
}

/** What one offers to the village, what villages asked, and honours. */
export function ReturneePage({
  offer,
  matches,
  homes,
  form,
  formKey,
  now,
}: FormProps & {
  offer: OwnOffer | undefined;
  matches: readonly OwnMatch[];
  homes: readonly { value: string; text: string }[];
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我为家乡出力</h1>
      <p class="lead">返乡的、留乡的、新乡贤，会什么就登记什么，村里要人时来请您。</p>
      {matches.length > 0 && (
        <section aria-label="村里请我的">
          <SectionHead title="村里请我的" />
          <Listing
            items={matches.map((match) => ({
              key: match.id,
              title: `${match.unitName}：${match.wanted}`,
              meta: `${helpSkills[match.skill]} · 到 ${calendarDayText(match.untilOn, now)}${match.status === "proposed" ? ` · ${dateTimeText(match.answerBy, now)} 前答复` : ""}`,
              text: `为什么请您：${match.reasons.join("；")}`,
              aside: <Answer match={match} formKey={formKey} />,
            }))}
          />
        </section>
      )}
      {offer === undefined ? (
        <RegisterForm homes={homes} form={form} formKey={formKey} />
      ) : (
        <>
          <SummaryList
            rows={[
              { term: "您是", value: returneeKinds[offer.kind] },
              { term: "在哪里", value: offer.unitName },
              { term: "能帮", value: offer.skills.map((skill) => helpSkills[skill]).join("、") },
              { term: "每月", value: `${offer.hoursAMonth} 小时` },
              { term: "您说的", value: offer.about },
              { term: "办成的", value: `${offer.helped} 件` },
            ]}
          />
          {offer.incentives.length > 0 && (
            <section aria-label="荣誉和政策">
              <SectionHead title="荣誉和政策" />
              <Listing
                items={offer.incentives.map((one) => ({
                  key: `${one.givenOn} ${one.title}`,
                  title: `${incentiveKinds[one.kind]}：${one.title}`,
                  meta: `${one.document} · ${calendarDayText(one.givenOn, now)}`,
                }))}
              />
            </section>
          )}
          <Form action={returneesPaths.withdraw} formKey={formKey} label="撤回登记">
            <NextStep>撤回后村里看不到您，您说的话删掉；没办完的邀请取消。</NextStep>
            <Button variant="danger" size="small">
              撤回登记
            </Button>
          </Form>
        </>
      )}
    </div>
  );
}
