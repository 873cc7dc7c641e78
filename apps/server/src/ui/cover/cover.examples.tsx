import type { ComponentExamples } from "#ui/example.ts";
import { Cover } from "./cover.tsx";
import { motifNames } from "./motifs.ts";

export const coverExamples: ComponentExamples = {
  component: "Cover",
  purpose: "由主题和编号画出来的封面：同一篇总是同一张，不靠照片。",
  examples: [
    {
      name: "每个主题两张",
      render: () => (
        <ul class="cover-sheet">
          {motifNames.flatMap((topic) =>
            ["甲", "乙"].map((seed) => (
              <li key={`${topic} ${seed}`}>
                <Cover topic={topic} seed={seed} />
                {topic} {seed}
              </li>
            )),
          )}
        </ul>
      ),
    },
    {
      name: "方形",
      render: () => (
        <div class="cover-one">
          <Cover topic="stars" seed="方" shape="square" />
        </div>
      ),
    },
    { name: "横条", render: () => <Cover topic="place" seed="条" shape="band" /> },
  ],
};
