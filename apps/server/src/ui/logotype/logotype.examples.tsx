import type { ComponentExamples } from "#ui/example.ts";
import { Logotype, Seal } from "./logotype.tsx";

export const logotypeExamples: ComponentExamples = {
  component: "Logotype",
  purpose: "朱印与名称。只用在页眉、页脚和图标，不作装饰。",
  examples: [
    { name: "页眉里的名称", render: () => <Logotype /> },
    {
      name: "单独的朱印",
      note: "旁边必须有名称文字。",
      render: () => (
        <p>
          <Seal /> 湘江科普
        </p>
      ),
    },
  ],
};
