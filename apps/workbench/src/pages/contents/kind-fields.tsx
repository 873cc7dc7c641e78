import { Checkbox, Input } from "antd";
import { useState } from "react";
import { type Change, Choice, Labelled } from "./body-inputs.tsx";
import { ageLabelOptions } from "./contents-words.ts";
import { LessonFields } from "./lesson-fields.tsx";
import { MediaFields, PanelFields } from "./media-fields.tsx";
import type { ContentBody } from "./text-document.ts";

type Part = { body: ContentBody; change: Change };
type Upload = ((file: File) => Promise<string>) | undefined;

/** What only some kinds have: a lesson, a chart, panels, sound and film; and the labels for children. */
export const KindFields = ({ body, change, upload }: Part & { upload: Upload }) => (
  <>
    {body.kind === "lesson" && <LessonFields body={body} change={change} />}
    {body.kind === "chart" && <ChartFields body={body} change={change} />}
    {body.kind === "comic" && upload !== undefined && (
      <PanelFields body={body} change={change} upload={upload} />
    )}
    {upload !== undefined && <MediaFields body={body} change={change} upload={upload} />}
    <LabelFields body={body} change={change} />
  </>
);

const ChartFields = ({ body, change }: Part) => {
  const chart = body.chart ?? { type: "bar", unit: "", rows: [], source: 0, textEquivalent: "" };
  const set = (part: Partial<typeof chart>): void => change({ chart: { ...chart, ...part } });
  const [lines, setLines] = useState(chart.rows.map(([label, value]) => `${label},${value}`).join("\n"));
  const read = (text: string): [string, number][] =>
    text.split("\n").flatMap((line): [string, number][] => {
      const at = Math.max(line.lastIndexOf(","), line.lastIndexOf("，"));
      const value = Number(line.slice(at + 1));
      const label = line.slice(0, Math.max(0, at)).trim();
      return label === "" || line.slice(at + 1).trim() === "" || Number.isNaN(value)
        ? []
        : [[label.slice(0, 40), value]];
    });
  const wrong = lines.split("\n").filter((line) => line.trim() !== "" && read(line).length === 0);
  return (
    <section className="panel">
      <h2>图表</h2>
      <div className="fields-row">
        <Labelled id="chart-type" label="图形">
          <Choice
            id="chart-type"
            value={chart.type}
            options={[
              { value: "bar", label: "柱形图" },
              { value: "line", label: "折线图" },
            ]}
            onChange={(type) => set({ type: type === "line" ? "line" : "bar" })}
          />
        </Labelled>
        <Labelled id="chart-unit" label="单位">
          <Input
            id="chart-unit"
            maxLength={40}
            value={chart.unit}
            onChange={(event) => set({ unit: event.target.value })}
          />
        </Labelled>
        <Labelled id="chart-source" label="数据来自第几条来源">
          <Choice
            id="chart-source"
            value={chart.source === 0 ? "" : String(chart.source)}
            options={body.sources.map((source, index) => ({
              value: String(index + 1),
              label: `${index + 1} ${source.publisher}：${source.title}`,
            }))}
            onChange={(value) => set({ source: Number(value) })}
          />
        </Labelled>
      </div>
      <Labelled id="chart-rows" label="数据" hint="一行一个：名称,数值。例如 2024 年,18.5">
        <Input.TextArea
          id="chart-rows"
          rows={5}
          value={lines}
          onChange={(event) => {
            setLines(event.target.value);
            set({ rows: read(event.target.value).slice(0, 40) });
          }}
        />
      </Labelled>
      {wrong.length > 0 && (
        <p className="field-error" role="alert">
          这几行读不懂，没有画进图里：{wrong.slice(0, 3).join("；")}
        </p>
      )}
      <Labelled
        id="chart-text"
        label="图的文字说明"
        hint="看不见图的人靠它：最大最小是多少，说明了什么，至少 20 字。"
      >
        <Input.TextArea
          id="chart-text"
          rows={3}
          maxLength={600}
          value={chart.textEquivalent}
          onChange={(event) => set({ textEquivalent: event.target.value })}
        />
      </Labelled>
    </section>
  );
};

const LabelFields = ({ body, change }: Part) => {
  const safety = body.safety ?? { adult: true, materials: "", hazards: "" };
  const hasSafety = body.safety !== undefined;
  return (
    <section className="panel">
      <h2>适龄、安全和无障碍</h2>
      <div className="fields-row">
        <Labelled id="ageLabel" label="适龄提示">
          <Choice
            id="ageLabel"
            value={body.ageLabel ?? ""}
            options={ageLabelOptions}
            onChange={(ageLabel) => change({ ageLabel: ageLabel === "" ? undefined : ageLabel } as never)} // an absent field is left out of what is sent
          />
        </Labelled>
        <Checkbox
          checked={body.specialEducation === true}
          onChange={(event) => change({ specialEducation: event.target.checked })}
        >
          适合特殊教育（要有字幕、图片说明和图的文字说明）
        </Checkbox>
        <Checkbox
          checked={hasSafety}
          onChange={(event) => change({ safety: event.target.checked ? safety : undefined } as never)} // as above
        >
          要动手做，加安全标签
        </Checkbox>
      </div>
      {hasSafety && (
        <div className="fields-row">
          <Labelled id="materials" label="用到的东西">
            <Input
              id="materials"
              maxLength={200}
              value={safety.materials}
              onChange={(event) => change({ safety: { ...safety, materials: event.target.value } })}
            />
          </Labelled>
          <Labelled id="hazards" label="要当心什么">
            <Input
              id="hazards"
              maxLength={200}
              value={safety.hazards}
              onChange={(event) => change({ safety: { ...safety, hazards: event.target.value } })}
            />
          </Labelled>
          <Checkbox
            checked={safety.adult}
            onChange={(event) => change({ safety: { ...safety, adult: event.target.checked } })}
          >
            大人陪着做
          </Checkbox>
        </div>
      )}
    </section>
  );
};
