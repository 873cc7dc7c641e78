import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Confirmation } from "./confirmation.tsx";

export const confirmationExamples: ComponentExamples = {
  component: "Confirmation",
  purpose: "办完了：办成什么、编号、接下来谁在什么时候做什么。",
  examples: [
    {
      name: "带编号",
      kind: "page",
      render: () => (
        <Confirmation title="收到你们的登记了" reference="演示-0001">
          <h2>接下来</h2>
          <p>街道的工作人员会在 3 个工作日内核实，结果发到您留的手机。</p>
        </Confirmation>
      ),
    },
    {
      name: "坏文字",
      kind: "page",
      render: () => (
        <Confirmation title={hostileText} reference={hostileText}>
          <p>{hostileText}</p>
        </Confirmation>
      ),
    },
  ],
};
