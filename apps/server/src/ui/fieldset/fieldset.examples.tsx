import type { ComponentExamples } from "#ui/example.ts";
import { TextField } from "#ui/field/field.tsx";
import { Fieldset } from "./fieldset.tsx";

export const fieldsetExamples: ComponentExamples = {
  component: "Fieldset",
  purpose: "把属于一个问题的几个格子放在一起。",
  examples: [
    {
      name: "地址",
      render: () => (
        <Fieldset legend="上门的地址">
          <TextField name="community" label="社区（村）" width="medium" />
          <TextField name="door" label="门牌" autocomplete="address-line1" />
        </Fieldset>
      ),
    },
    {
      name: "有提示和错误",
      render: () => (
        <Fieldset legend="联系人" id="contact" hint="我们只为这件事联系。" error="请至少留一种联系办法。">
          <TextField name="contact-name" label="称呼" autocomplete="name" />
        </Fieldset>
      ),
    },
  ],
};
