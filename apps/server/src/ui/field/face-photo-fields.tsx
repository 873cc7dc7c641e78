// A photograph with what is to be made unrecognisable before it is kept; works without JavaScript.
import type { FormState } from "#kernel/http-types.ts";
import { type Choice, Checkboxes, Radios } from "./choices.tsx";
import { FileField } from "./field.tsx";
import { ticked, typed } from "#ui/form/form-state.ts";

export type FacePhotoFieldsProps = {
  form: FormState;
  /** Ends the ids, where one page has the fields more than once. */
  id: string;
  /** The parts of a photograph by which faces are marked. */
  parts: readonly Choice[];
  hint: string;
};

export function FacePhotoFields({ form, id, parts, hint }: FacePhotoFieldsProps) {
  return (
    <>
      <FileField
        name="photo"
        id={`photo${id}`}
        label="照片"
        optional
        accept="image/*"
        error={form.errors["photo"]}
        hint={hint}
      />
      <Radios
        name="faces"
        id={`faces${id}`}
        legend="照片里有认得出的人脸吗"
        optional
        options={[
          { value: "none", text: "没有认得出的人脸" },
          { value: "marked", text: "有，打码以后再存" },
        ]}
        value={typed(form, "faces")}
        error={form.errors["faces"]}
      />
      <Checkboxes
        name="parts"
        id={`parts${id}`}
        legend="人脸在照片的哪一块"
        optional
        arrangement="row"
        options={parts}
        values={ticked(form, "parts")}
        error={form.errors["parts"]}
      />
    </>
  );
}
