import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { Checkboxes } from "#ui/field/choices.tsx";
import { Form } from "#ui/form/form.tsx";
import { ticked } from "#ui/form/form-state.ts";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { toTeamPath } from "../paths.ts";
import type { PestView, Treats } from "./pests.ts";
import { cropCodes, crops, cropsText } from "./vocabulary.ts";

/** What a farming team treats, in the words of the vocabulary. */
export const treatsText = (treats: Treats, pests: readonly PestView[]): string =>
  [
    ...treats.crops.map((crop) => `${crops[crop]}的病虫害`),
    ...pests.filter((pest) => treats.pestIds.includes(pest.id)).map((pest) => pest.name),
  ].join("、");

/** Which pests and crops the team treats; the leader ticks. */
export function TreatsSection({
  teamId,
  treats,
  pests,
  leads,
  form,
  formKey,
}: {
  teamId: string;
  treats: Treats;
  pests: readonly PestView[];
  leads: boolean;
  form: FormState;
  formKey: string;
}) {
  const said = treatsText(treats, pests);
  const open = pests.filter((pest) => pest.isOpen);
  return (
    <section aria-label="会治的病虫害">
      <SectionHead title="会治的病虫害" />
      <p>
        {said === ""
          ? "还没有登记。农户点单写到病虫害的名字，先派给登记会治的队。"
          : `登记了：${said}。农户点单写到，先派给你们。`}
      </p>
      {leads && (
        <Form action={toTeamPath(teamId, "/treats")} formKey={formKey} label="登记会治的病虫害">
          <Checkboxes
            name="crops"
            legend="哪些作物的病虫害都会看"
            options={cropCodes.map((value) => ({ value, text: crops[value] }))}
            values={form.values["crops"] === undefined ? treats.crops : ticked(form, "crops")}
            error={form.errors["crops"]}
            arrangement="row"
          />
          {open.length > 0 && (
            <Checkboxes
              name="pests"
              legend="专门会治哪些病虫害"
              options={open.map((pest) => ({
                value: pest.id,
                text: `${pest.name}（${cropsText(pest.crops)}）`,
              }))}
              values={form.values["pests"] === undefined ? treats.pestIds : ticked(form, "pests")}
              error={form.errors["pests"]}
              arrangement="row"
            />
          )}
          <Button variant="secondary">记下会治的</Button>
        </Form>
      )}
    </section>
  );
}
