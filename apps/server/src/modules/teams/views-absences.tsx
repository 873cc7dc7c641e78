import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { DateField, TextField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { Absence } from "./absences.ts";
import { toTeamPath } from "./paths.ts";

/** Days on which the team does not come; the leader adds and takes away. */
export function AbsencesSection({
  teamId,
  absences,
  leads,
  form,
  formKey,
  now,
}: {
  teamId: string;
  absences: readonly Absence[];
  leads: boolean;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  if (absences.length === 0 && !leads) return <></>;
  return (
    <section aria-label="这些天不来">
      <SectionHead title="这些天不来" />
      {absences.length > 0 && (
        <Listing
          items={absences.map((one) => ({
            key: one.id,
            title: `${calendarDayText(one.fromOn, now)}至${calendarDayText(one.untilOn, now)}`,
            meta: one.reason,
            aside: leads ? (
              <Form
                action={toTeamPath(teamId, "/absences/remove")}
                formKey={formKey}
                hidden={{ absenceId: one.id }}
                landmark="none"
              >
                <Button size="small" variant="quiet">
                  又能来了（{one.reason}）
                </Button>
              </Form>
            ) : undefined,
          }))}
        />
      )}
      {leads && (
        <Form action={toTeamPath(teamId, "/absences")} formKey={formKey} label="写明哪些天不来">
          <DateField
            name="fromOn"
            label="从哪天"
            value={typed(form, "fromOn")}
            error={form.errors["fromOn"]}
          />
          <DateField
            name="untilOn"
            label="到哪天"
            value={typed(form, "untilOn")}
            error={form.errors["untilOn"]}
            hint="考试、放假这样整段不能来的日子。这些天不会派单给你们。"
          />
          <TextField
            name="reason"
            label="为什么"
            maxlength={60}
            value={typed(form, "reason")}
            error={form.errors["reason"]}
          />
          <Button variant="secondary">这些天不来</Button>
        </Form>
      )}
    </section>
  );
}
