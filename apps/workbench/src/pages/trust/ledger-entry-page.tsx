import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { paths } from "../../paths.ts";
import { numberText, timeText } from "../../time-text.ts";

/** One entry with the proof that it lies in the signed tree: enough to check it elsewhere, without trusting us. */
export const LedgerEntryPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/ledger/entries", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/ledger/entries/{id}/proof", { params: { path: { id } }, signal })),
  });
  return (
    <DetailPage
      query={query}
      title="账目"
      titleOf={(view) => `第 ${view.leafIndex} 号账目`}
      crumbs={[{ label: "存证账本", to: paths.ledger }]}
      main={(view) => (
        <>
          <FactsList
            title="登记的内容"
            facts={[
              [
                "登记的是",
                view.entry.subjectTable === "facts" ? (
                  <Link key="fact" to={paths.fact(view.entry.subjectId)}>
                    一条事实
                  </Link>
                ) : (
                  view.entry.subjectTable
                ),
              ],
              [
                "记录编号",
                <span key="id" className="mono">
                  {view.entry.subjectId}
                </span>,
              ],
              ["登记时间", timeText(view.entry.createdAt)],
              [
                "内容摘要",
                <span key="hash" className="mono">
                  {view.entry.contentHash}
                </span>,
              ],
              [
                "叶子",
                <span key="leaf" className="mono">
                  {view.leaf}
                </span>,
              ],
            ]}
          />
          <section className="panel">
            <h2>包含证明</h2>
            <p className="unknown">
              从这一条的叶子摘要出发，依次与下面 {view.proof.length} 个摘要合并，得到检查点里签过名的树根（RFC
              9162，{view.suite}）。
            </p>
            <ol className="hash-path">
              <li className="mono">{view.leafHash}（叶子）</li>
              {view.proof.map((hash, index) => (
                <li key={`${index} ${hash}`} className="mono">
                  {hash}
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
      aside={(view) => (
        <section className="panel">
          <h2>签名的检查点</h2>
          <p className="unknown">{numberText(view.treeSize)} 条账目时签发</p>
          <pre className="note">{view.checkpoint}</pre>
          <p className="unknown">公钥</p>
          <pre className="note">{view.publicKey}</pre>
        </section>
      )}
    />
  );
};
