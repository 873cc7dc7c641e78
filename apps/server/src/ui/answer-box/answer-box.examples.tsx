import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { AnswerBox } from "./answer-box.tsx";

export const answerBoxExamples: ComponentExamples = {
  component: "AnswerBox",
  purpose: "文章最前面的一句话回答。",
  examples: [
    { name: "回答", render: () => <AnswerBox>这里写一句能带回家的话，不超过四十个字。</AnswerBox> },
    { name: "坏文字", render: () => <AnswerBox title={hostileText}>{hostileText}</AnswerBox> },
  ],
};
