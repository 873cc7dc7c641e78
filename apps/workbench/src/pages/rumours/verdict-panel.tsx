import type { RumourVerdict } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { timeText } from "../../time-text.ts";
import { useRatings } from "./use-ratings.ts";
import { verdictTone } from "./rumours-words.ts";

/** One version of a verdict: its words as they were signed, who signed, who was told. */
export const VerdictPanel = ({ verdict }: { verdict: RumourVerdict }) => {
  const ratings = useRatings();
  const rating = ratings.find((one) => one.code === verdict.rating)?.name ?? verdict.rating;
  return (
    <section className="panel verdict" id={`verdict-${verdict.versionNo}`}>
      <h2>
        结论第 {verdict.versionNo} 版{" "}
        <StatusMark tone={verdictTone(verdict.status)}>{verdict.statusName}</StatusMark>
      </h2>
      <p className="answer-line">
        {rating}：{verdict.answer === "" ? "还没有写一句话结论" : verdict.answer}
      </p>
      {verdict.changeNotice !== "" && <p className="notice-line">改了什么：{verdict.changeNotice}</p>}
      <p className="verdict-words">{verdict.explanation}</p>
      {verdict.conditions !== "" && <p>什么条件下：{verdict.conditions}</p>}
      {verdict.advice !== "" && <p>怎么办：{verdict.advice}</p>}
      <h3>来源</h3>
      {verdict.sources.length === 0 ? (
        <p className="unknown">还没有来源，送签前至少要两条。</p>
      ) : (
        <ol className="sources">
          {verdict.sources.map((source) => (
            <li key={`${source.publisher} ${source.title}`}>
              {source.publisher}：
              {source.url === undefined ? (
                source.title
              ) : (
                <a href={source.url} target="_blank" rel="noreferrer">
                  {source.title}
                </a>
              )}
              {source.date !== undefined && `，${source.date}`}
              {source.seenOn !== undefined && `（${source.seenOn} 查阅）`}
            </li>
          ))}
        </ol>
      )}
      <h3>签字（{verdict.fieldName}）</h3>
      {verdict.signatures.length === 0 ? (
        <p className="unknown">还没有人签。要两位在聘专家同意；有人不同意，就再请一位。</p>
      ) : (
        <ul className="signatures">
          {verdict.signatures.map((signature) => (
            <li key={`${signature.personName} ${signature.signedAt}`}>
              {signature.decision === "agree" ? "同意" : "不同意"}：{signature.personName}，
              {signature.publicTitle}，{timeText(signature.signedAt)}
              {!signature.counts && "，文字后来改过，这次签字不算"}
              {signature.reason !== null && <q>{signature.reason}</q>}
            </li>
          ))}
        </ul>
      )}
      <p className="unknown">
        起草：{verdict.authors.join("、")}；证据看到 {verdict.validOn}
        {verdict.publishedAt !== null && `；${timeText(verdict.publishedAt)} 发布，告知 ${verdict.told} 人`}
      </p>
      {verdict.contentHash !== null && (
        <p className="unknown">
          文字校验码 <span className="mono hash">{verdict.contentHash}</span>
        </p>
      )}
    </section>
  );
};
