import { Button, Input } from "antd";
import { Labelled } from "./body-inputs.tsx";
import type { Source } from "./text-document.ts";

const empty: Source = { title: "", publisher: "", supports: "" };

/** A field that may be absent: an empty one is left out, not sent as nothing. */
const withOptional = (source: Source, name: "date" | "url" | "lookedUp", value: string): Source => {
  const { [name]: _before, ...rest } = source;
  return value.trim() === "" ? rest : { ...rest, [name]: value.trim() };
};

/** The numbered list of sources; the text refers to their numbers. */
export const SourcesFields = ({
  sources,
  onChange,
}: {
  sources: Source[];
  onChange: (sources: Source[]) => void;
}) => {
  const set = (index: number, source: Source): void =>
    onChange(sources.map((one, at) => (at === index ? source : one)));
  return (
    <section className="panel">
      <h2>来源</h2>
      <p className="unknown">
        谁发布、什么时候、说了什么。正文里有具体数字的段落，要用“引用来源”标上第几条。
      </p>
      {sources.map((source, index) => (
        // Sources are their numbers: the order is the identity.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index} className="source-fields">
          <legend>来源 {index + 1}</legend>
          <Labelled id={`source-${index + 1}-title`} label="标题">
            <Input
              id={`source-${index + 1}-title`}
              aria-label={`来源 ${index + 1} 标题`}
              maxLength={200}
              value={source.title}
              onChange={(event) => set(index, { ...source, title: event.target.value })}
            />
          </Labelled>
          <Labelled id={`source-${index + 1}-publisher`} label="单位">
            <Input
              id={`source-${index + 1}-publisher`}
              aria-label={`来源 ${index + 1} 单位`}
              maxLength={100}
              value={source.publisher}
              onChange={(event) => set(index, { ...source, publisher: event.target.value })}
            />
          </Labelled>
          <Labelled id={`source-${index + 1}-date`} label="日期">
            <Input
              id={`source-${index + 1}-date`}
              aria-label={`来源 ${index + 1} 日期`}
              placeholder="例如 2024-05-01"
              maxLength={10}
              value={source.date ?? ""}
              onChange={(event) => set(index, withOptional(source, "date", event.target.value))}
            />
          </Labelled>
          <Labelled id={`source-${index + 1}-url`} label="网址">
            <Input
              id={`source-${index + 1}-url`}
              aria-label={`来源 ${index + 1} 网址`}
              maxLength={500}
              value={source.url ?? ""}
              onChange={(event) => set(index, withOptional(source, "url", event.target.value))}
            />
          </Labelled>
          <Labelled id={`source-${index + 1}-supports`} label="支持哪句话">
            <Input.TextArea
              rows={3}
              id={`source-${index + 1}-supports`}
              aria-label={`来源 ${index + 1} 支持哪句话`}
              maxLength={400}
              value={source.supports}
              onChange={(event) => set(index, { ...source, supports: event.target.value })}
            />
          </Labelled>
          <Button size="small" onClick={() => onChange(sources.filter((_, at) => at !== index))}>
            删掉来源 {index + 1}
          </Button>
        </fieldset>
      ))}
      <Button onClick={() => onChange([...sources, empty])}>加一条来源</Button>
    </section>
  );
};
