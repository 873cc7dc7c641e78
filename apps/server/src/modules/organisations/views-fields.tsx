// The questions about an organisation, the same when it registers and when it mends what was sent back.
import type { FormState } from "#kernel/http-types.ts";
import { Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { typed } from "#ui/form/form-state.ts";

type FieldProps = {
  form: FormState;
  /** What is known so far; what was typed goes before it. */
  known?: string | undefined;
  hint?: string;
};

const asHint = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

export const NameField = ({ form, known, hint }: FieldProps) => (
  <TextField
    name="name"
    label="单位名称"
    {...asHint(hint)}
    autocomplete="organization"
    value={typed(form, "name", known)}
    error={form.errors["name"]}
    maxlength={80}
  />
);

export const CreditCodeField = ({ form, known, hint }: FieldProps) => (
  <TextField
    name="creditNo"
    label="统一社会信用代码"
    {...asHint(hint)}
    width="medium"
    value={typed(form, "creditNo", known)}
    error={form.errors["creditNo"]}
    maxlength={40}
  />
);

export type HomeOption = { id: string; name: string };

export const HomeField = ({ form, known, hint, homes }: FieldProps & { homes: readonly HomeOption[] }) => (
  <SelectField
    name="homeUnitId"
    label="所在街道（镇）、园区或社区（村）"
    {...asHint(hint)}
    options={homes.map(({ id, name }) => ({ value: id, text: name }))}
    value={typed(form, "homeUnitId", known)}
    error={form.errors["homeUnitId"]}
  />
);

export const AddressField = ({ form, known }: FieldProps) => (
  <TextField
    name="address"
    label="详细地址"
    autocomplete="street-address"
    value={typed(form, "address", known)}
    error={form.errors["address"]}
    maxlength={120}
  />
);

export const PurposeField = ({ form, known, hint }: FieldProps) => (
  <TextArea
    name="purpose"
    label="想做哪些科普"
    {...asHint(hint)}
    value={typed(form, "purpose", known)}
    error={form.errors["purpose"]}
    maxlength={500}
  />
);

export const NonProfitField = ({ form, known, hint }: FieldProps) => (
  <Radios
    name="nonProfit"
    legend="是不是非营利单位？"
    {...asHint(hint)}
    arrangement="row"
    options={[
      { value: "yes", text: "是" },
      { value: "no", text: "不是" },
    ]}
    value={typed(form, "nonProfit", known)}
    error={form.errors["nonProfit"]}
  />
);

export const ContactNameField = ({ form, known, hint }: FieldProps) => (
  <TextField
    name="contactName"
    label="联系人姓名"
    {...asHint(hint)}
    autocomplete="name"
    width="medium"
    value={typed(form, "contactName", known)}
    error={form.errors["contactName"]}
    maxlength={30}
  />
);

export const ContactPhoneField = ({ form, known, hint }: FieldProps) => (
  <TextField
    name="contactPhone"
    label="联系电话"
    {...asHint(hint)}
    type="tel"
    inputmode="tel"
    autocomplete="tel"
    width="medium"
    value={typed(form, "contactPhone", known)}
    error={form.errors["contactPhone"]}
    maxlength={30}
  />
);

export const ProofField = ({
  form,
  label,
  hint,
  kept,
}: {
  form: FormState;
  label: string;
  hint: string;
  kept?: readonly { id: string; name: string }[];
}) => (
  <FileField
    name="proof"
    label={label}
    hint={hint}
    accept=".pdf,image/jpeg,image/png"
    optional
    error={form.errors["proof"]}
    {...(kept === undefined ? {} : { kept })}
  />
);
