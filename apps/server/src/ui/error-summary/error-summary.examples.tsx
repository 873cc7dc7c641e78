import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { TextField } from "#ui/field/field.tsx";
import { ErrorSummary } from "./error-summary.tsx";

export const errorSummaryExamples: ComponentExamples = {
  component: "ErrorSummary",
  purpose: "表单有错时，在最上面列出每一处，点一下跳到那个格子。",
  examples: [
    {
      name: "两处要改",
      kind: "page",
      render: () => (
        <>
          <ErrorSummary
            problems={[
              { field: "y-phone", text: "手机号是 11 位数字，您填了 7 位。" },
              { text: "这个时间段刚被别人约走，请另选一个。" },
            ]}
          />
          <TextField
            name="y-phone"
            label="手机号"
            type="tel"
            value="1380013"
            error="手机号是 11 位数字，您填了 7 位。"
          />
        </>
      ),
    },
    { name: "没有错误就什么也不显示", render: () => <ErrorSummary problems={[]} /> },
    {
      name: "坏文字",
      kind: "page",
      render: () => <ErrorSummary problems={[{ text: hostileText }]} title={hostileText} />,
    },
  ],
};
