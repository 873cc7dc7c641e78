import { Button, Input } from "antd";
import type { RumourVerdict } from "../../api/views.ts";

type Source = RumourVerdict["sources"][number];

/** A field that may be absent: an empty one is left out, not sent as nothing. */
const withOptional = (source: Source, name: "date" | "url" | "seenOn", value: string): Source => {
  const { [name]: _before, ...rest } = source;
  return value.trim() === "" ? rest : { ...rest, [name]: value.trim() };
};

/** Today in the district, which is where the desk looks things up. */
const today = (): string =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date());

/** The numbered list of what a verdict stands on. */
export const VerdictSources = ({
  sources,
  onChange,
}: {
  sources: readonly Source[];
  onChange: (sources: Source[]) => void;
}) => {
  const set = (index: number, source: Source): void =>
    onChange(sources.map((one, at) => (at === index ? source : one)));
  return (
    <section className="panel">
      <h2>来源</h2>
      <p className="unknown">至少两条。谁发布的、什么时候、在哪里；查阅日期是您自己看的那天。</p>
      {sources.map((source, index) => (
        // Sources are their numbers: the order is the identity.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index} className="source-fields">
          <legend>来源 {index + 1}</legend>
          <Input
            aria-label={`来源 ${index + 1} 单位`}
            placeholder="发布单位"
            maxLength={100}
            value={source.publisher}
            onChange={(event) => set(index, { ...source, publisher: event.target.value })}
          />
          <Input
            aria-label={`来源 ${index + 1} 标题`}
            placeholder="标题"
            maxLength={200}
            value={source.title}
            onChange={(event) => set(index, { ...source, title: event.target.value })}
          />
          <Input
            aria-label={`来源 ${index + 1} 日期`}
            placeholder="日期，例如 2024-05-01（没写就空着）"
            maxLength={10}
            value={source.date ?? ""}
            onChange={(event) => set(index, withOptional(source, "date", event.target.value))}
          />
          <Input
            aria-label={`来源 ${index + 1} 网址`}
            placeholder="网址"
            maxLength={500}
            value={source.url ?? ""}
            onChange={(event) => set(index, withOptional(source, "url", event.target.value))}
          />
          <Input
            aria-label={`来源 ${index + 1} 查阅日期`}
            placeholder="查阅日期"
            maxLength={10}
            value={source.seenOn ?? ""}
            onChange={(event) => set(index, withOptional(source, "seenOn", event.target.value))}
          />
          <Button size="small" onClick={() => onChange(sources.filter((_, at) => at !== index))}>
            删掉来源 {index + 1}
          </Button>
        </fieldset>
      ))}
      <Button onClick={() => onChange([...sources, { publisher: "", title: "", seenOn: today() }])}>
        加一条来源
      </Button>
    </section>
  );
};
