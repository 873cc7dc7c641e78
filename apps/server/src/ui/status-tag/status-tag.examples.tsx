import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { StatusTag } from "./status-tag.tsx";

export const statusTagExamples: ComponentExamples = {
  component: "StatusTag",
  purpose: "一件事现在怎样。颜色之外还有形状；旁边要有一句解释。",
  examples: [
    {
      name: "五种",
      render: () => (
        <p>
          <StatusTag tone="neutral" text="草稿" /> <StatusTag tone="active" text="正在核实" />{" "}
          <StatusTag tone="done" text="已核实" /> <StatusTag tone="soon" text="明天到期" />{" "}
          <StatusTag tone="wrong" text="没有通过" />
        </p>
      ),
    },
    { name: "坏文字", render: () => <StatusTag tone="wrong" text={hostileText} /> },
  ],
};
