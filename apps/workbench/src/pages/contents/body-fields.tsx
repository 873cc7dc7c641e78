import { Checkbox, Input } from "antd";
import type { ReactNode } from "react";
import { type Change, Choice, Labelled, Ticks } from "./body-inputs.tsx";
import { ClassificationFields } from "./classification-fields.tsx";
import { ageBandOptions, aiOptions, audienceOptions, kindOptions, seasonOptions } from "./contents-words.ts";
import { KindFields } from "./kind-fields.tsx";
import { EasyFields } from "./easy-fields.tsx";
import { SourcesFields } from "./sources-fields.tsx";
import type { ContentBody } from "./text-document.ts";
import { useExpertFields, useTopics } from "./use-topics.ts";

/** All fields of an item's body; the text itself is handed in. */
export const BodyFields = ({
  body,
  change,
  editor,
  upload,
}: {
  body: ContentBody;
  change: Change;
  editor: ReactNode;
  /** Absent where no files belong: in templates. */
  upload?: (file: File) => Promise<string>;
}) => {
  const topics = useTopics();
  const fields = useExpertFields();
  return (
    <>
      <section className="panel">
        <h2>读者先看到的</h2>
        <Labelled id="title" label="标题">
          <Input
            id="title"
            maxLength={60}
            value={body.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Labelled>
        <Labelled id="answer" label="一句话回答" hint="放在文首的方框里，30 到 80 字最好。">
          <Input.TextArea
            id="answer"
            rows={2}
            maxLength={160}
            value={body.answer}
            onChange={(event) => change({ answer: event.target.value })}
          />
        </Labelled>
        <Labelled id="summary" label="摘要" hint="列表和搜索结果里用，60 到 120 字。">
          <Input.TextArea
            id="summary"
            rows={2}
            maxLength={300}
            value={body.summary}
            onChange={(event) => change({ summary: event.target.value })}
          />
        </Labelled>
      </section>
      <section className="panel">
        <h2>正文</h2>
        {editor}
      </section>
      <SourcesFields sources={body.sources} onChange={(sources) => change({ sources })} />
      <RenditionFields body={body} change={change} />
      <section className="panel">
        <h2>给谁看、归在哪里</h2>
        <Ticks
          label="人群"
          value={body.audiences}
          options={audienceOptions}
          onChange={(audiences) => change({ audiences })}
        />
        {body.audiences.includes("youth") && (
          <Ticks
            label="年龄段"
            value={body.ageBands}
            options={ageBandOptions}
            onChange={(ageBands) => change({ ageBands })}
          />
        )}
        <Ticks
          label="主题（先勾的是主要主题，最多 6 个）"
          value={body.topics}
          options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
          onChange={(ticked) =>
            // Kept in the order of ticking: the first one is the main topic.
            change({
              topics: [
                ...body.topics.filter((code) => ticked.includes(code)),
                ...ticked.filter((code) => !body.topics.includes(code)),
              ].slice(0, 6),
            })
          }
        />
        <div className="fields-row">
          <Labelled id="kind" label="形式">
            <Choice id="kind" value={body.kind} options={kindOptions} onChange={(kind) => change({ kind })} />
          </Labelled>
          <Labelled id="expertField" label="由哪个领域的专家审签">
            <Choice
              id="expertField"
              value={body.expertField}
              options={fields.map((field) => ({ value: field.code, label: field.name }))}
              onChange={(expertField) => change({ expertField })}
            />
          </Labelled>
          <Labelled id="season" label="季节">
            <Choice
              id="season"
              value={body.season ?? ""}
              options={seasonOptions}
              onChange={(season) => {
                const { season: _before, ...rest } = body;
                change(season === "" ? rest : { season });
              }}
            />
          </Labelled>
          <Labelled id="ai" label="人工智能">
            <Choice
              id="ai"
              value={body.ai}
              options={aiOptions}
              onChange={(ai) => change({ ai: ai === "" ? "none" : ai })}
            />
          </Labelled>
        </div>
        <div className="fields-row">
          <Labelled id="byline" label="署名">
            <Input
              id="byline"
              maxLength={60}
              value={body.byline}
              onChange={(event) => change({ byline: event.target.value })}
            />
          </Labelled>
          <Labelled id="rights" label="版权说明">
            <Input
              id="rights"
              maxLength={200}
              value={body.rights}
              onChange={(event) => change({ rights: event.target.value })}
            />
          </Labelled>
          <Labelled id="coverAlt" label="封面说明">
            <Input
              id="coverAlt"
              maxLength={60}
              value={body.coverAlt}
              onChange={(event) => change({ coverAlt: event.target.value })}
            />
          </Labelled>
        </div>
        <Checkbox
          checked={body.publicService === true}
          onChange={(event) => change({ publicService: event.target.checked })}
        >
          公益广告：媒体可以直接取用，进公益广告库
        </Checkbox>
      </section>
      <KindFields body={body} change={change} upload={upload} />
      <ClassificationFields body={body} change={change} />
    </>
  );
};

const RenditionFields = ({ body, change }: { body: ContentBody; change: Change }) => {
  const { renditions } = body;
  const { poster } = renditions;
  const set = (part: Partial<ContentBody["renditions"]>): void =>
    change({ renditions: { ...renditions, ...part } });
  return (
    <section className="panel">
      <h2>其他样式</h2>
      <Labelled id="radio" label="广播稿" hint="150 到 260 字的口语稿，也是“听”的底稿。">
        <Input.TextArea
          id="radio"
          rows={4}
          maxLength={1200}
          value={renditions.radio}
          onChange={(event) => set({ radio: event.target.value })}
        />
      </Labelled>
      <div className="fields-row">
        <Labelled id="headline" label="海报标题">
          <Input
            id="headline"
            maxLength={30}
            value={poster.headline}
            onChange={(event) => set({ poster: { ...poster, headline: event.target.value } })}
          />
        </Labelled>
        <Labelled id="advice" label="海报提醒">
          <Input
            id="advice"
            maxLength={60}
            value={poster.advice}
            onChange={(event) => set({ poster: { ...poster, advice: event.target.value } })}
          />
        </Labelled>
      </div>
      <Labelled id="points" label="海报要点" hint="一行一条，最多 4 条。">
        <Input.TextArea
          id="points"
          rows={3}
          value={poster.points.join("\n")}
          onChange={(event) =>
            set({
              poster: {
                ...poster,
                points: event.target.value
                  .split("\n")
                  .slice(0, 4)
                  .map((point) => point.slice(0, 60)),
              },
            })
          }
          onBlur={() =>
            set({
              poster: {
                ...poster,
                points: poster.points.map((point) => point.trim()).filter((point) => point !== ""),
              },
            })
          }
        />
      </Labelled>
      <Labelled id="elder" label="长辈版文字" hint="不写就用正文的大字显示。">
        <Input.TextArea
          id="elder"
          rows={3}
          maxLength={4000}
          value={renditions.elder}
          onChange={(event) => set({ elder: event.target.value })}
        />
      </Labelled>
      <EasyFields renditions={renditions} set={(next) => change({ renditions: next })} />
    </section>
  );
};
