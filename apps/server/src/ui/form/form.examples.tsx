import { Button } from "#ui/button/button.tsx";
import type { ComponentExamples } from "#ui/example.ts";
import { TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "./form.tsx";

export const formExamples: ComponentExamples = {
  component: "Form",
  purpose: "一张表：格子、之后会怎样、按钮。",
  examples: [
    {
      name: "一个问题，一个按钮",
      render: () => (
        <Form action="/example" formKey="演示">
          <TextField name="z-topic" label="您想请人讲什么" />
          <NextStep>送出后，街道站点会在 24 小时内回复您。</NextStep>
          <Button>我要点单</Button>
        </Form>
      ),
    },
    {
      name: "列表每行一个按钮",
      note: "不算页面里的一块区域，按钮自己说清楚是哪一行。",
      render: () => (
        <ul class="plain-list">
          {["手机", "电脑"].map((device) => (
            <li key={device}>
              <Form action="/example" formKey="演示" landmark="none">
                <Button variant="secondary" size="small">
                  退出{device}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      ),
    },
  ],
};
