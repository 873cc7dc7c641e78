import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { Button, ButtonRow } from "./button.tsx";

export const buttonExamples: ComponentExamples = {
  component: "Button",
  purpose: "送出一件事。用动词写清楚会发生什么：“我要点单”，不写“提交”。",
  examples: [
    { name: "主要", note: "一页只有一个。", render: () => <Button>我要点单</Button> },
    { name: "次要", render: () => <Button variant="secondary">先存下来</Button> },
    { name: "轻", render: () => <Button variant="quiet">不用了</Button> },
    { name: "不能挽回的", render: () => <Button variant="danger">删除我的资料</Button> },
    {
      name: "大",
      render: () => (
        <Button size="large" icon="search">
          查一查
        </Button>
      ),
    },
    {
      name: "现在不能按",
      note: "说明原因，不只是变灰。",
      render: () => (
        <Button id="example-full" unavailable="名额已满。有人退出时，会按排队先后通知您。">
          我要报名
        </Button>
      ),
    },
    {
      name: "一排",
      render: () => (
        <ButtonRow>
          <Button>确认，是我</Button>
          <Button variant="secondary">换一个号码</Button>
          <Button variant="quiet">不用了</Button>
        </ButtonRow>
      ),
    },
    { name: "坏文字", render: () => <Button>{hostileText}</Button> },
  ],
};
