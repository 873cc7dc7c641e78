import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { Checkboxes } from "#ui/field/choices.tsx";
import { DateField, TextField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { ticked, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { toTeamPath } from "./paths.ts";
import type { Term } from "./terms.ts";
import { halfCodes, halves, timesText, weekdays } from "./vocabulary.ts";

/** When the team comes in a term; the leader adds and takes away. */
export function TermsSection({
  teamId,
  terms,
  leads,
  form,
  formKey,
  now,
}: {
  teamId: string;
  terms: readonly Term[];
  leads: boolean;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  if (terms.length === 0 && !leads) return <></>;
  return (
    <section aria-label="学期里能来的时间">
      <SectionHead title="学期里能来的时间" />
      {terms.length > 0 && (
        <Listing
          items={terms.map((one) => ({
            key: one.id,
            title: `${one.name}：${timesText(one.times)}`,
            meta: `${calendarDayText(one.fromOn, now)}至${calendarDayText(one.untilOn, now)}`,
            aside: leads ? (
              <Form
                action={toTeamPath(teamId, "/terms/remove")}
                formKey={formKey}
                hidden={{ termId: one.id }}
                landmark="none"
              >
                <Button size="small" variant="quiet">
                  去掉{one.name}
                </Button>
              </Form>
            ) : undefined,
          }))}
        />
      )}
      {leads && (
        <Form action={toTeamPath(teamId, "/terms")} formKey={formKey} label="写明学期里能来的时间">
          <TextField
            name="name"
            label="哪个学期"
            maxlength={40}
            value={typed(form, "name")}
            error={form.errors["name"]}
            hint="例如：2027年春季学期"
          />
          <DateField
            name="termFromOn"
            label="学期从哪天"
            value={typed(form, "termFromOn")}
            error={form.errors["termFromOn"]}
          />
          <DateField
            name="termUntilOn"
            label="学期到哪天"
            value={typed(form, "termUntilOn")}
            error={form.errors["termUntilOn"]}
            hint="这段时间按下面的时间派单，过了就回到平时的时间。"
          />
          <Checkboxes
            name="days"
            legend="学期里星期几能来"
            options={weekdays.map((text, index) => ({ value: String(index + 1), text }))}
            values={ticked(form, "days")}
            error={form.errors["days"]}
            arrangement="row"
          />
          <Checkboxes
            name="halves"
            legend="学期里什么时候能来"
            options={halfCodes.map((value) => ({ value, text: halves[value] }))}
            values={ticked(form, "halves")}
            error={form.errors["halves"]}
            arrangement="row"
          />
          <Button variant="secondary">记下学期时间</Button>
        </Form>
      )}
    </section>
  );
}
