import type { ComponentExamples } from "#ui/example.ts";
import { ReadAloud } from "./read-aloud.tsx";

export const readAloudExamples: ComponentExamples = {
  component: "ReadAloud",
  purpose: "听这一页。录音在发布时做好，不靠浏览器朗读。",
  examples: [
    {
      name: "合成声音",
      kind: "page",
      render: () => (
        <ReadAloud recording={{ src: "/example.mp3", lengthText: "3分20秒", voice: "synthetic" }} />
      ),
    },
    {
      name: "人声",
      kind: "page",
      render: () => <ReadAloud recording={{ src: "/example.mp3", lengthText: "50秒", voice: "recorded" }} />,
    },
  ],
};
