import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Table } from "#ui/table/table.tsx";
import type { ProofView } from "./contract.ts";
import type { LedgerSummary } from "./ledger-queries.ts";
import { trustPaths } from "./paths.ts";

const timeFormat = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  dateStyle: "long",
  timeStyle: "medium",
});
const showTime = (iso: string): string => timeFormat.format(new Date(iso));

/** 公开账本: what it is for, its key, and its newest checkpoints. */
export function LedgerView({ ledger }: { ledger: LedgerSummary }) {
  return (
    <div class="stack">
      <h1>公开账本</h1>
      <p>
        本站登记的每一条事实和每一次办理，都会记进这本只能往后加的账。账本每分钟签发一次检查点，任何人都可以保存，日后核对：改过、删过、插过哪一条，都能指出来。
      </p>
      <p>账里只有编号和散列值，没有个人信息。</p>
      <SummaryList
        rows={[
          { term: "已登记", value: `${ledger.treeSize} 条` },
          { term: "检查点覆盖", value: `${ledger.coveredSize} 条` },
          {
            term: "最近检查点",
            value: ledger.lastCheckpointAt === null ? "还没有" : showTime(ledger.lastCheckpointAt),
          },
          { term: "散列算法", value: ledger.suite === "sm3" ? "SM3" : "SHA-256" },
          { term: "公钥", value: <code>{ledger.publicKey ?? "签发第一个检查点后公布"}</code> },
        ]}
      />
      <p>
        <a href={trustPaths.checkpoints}>查看最近的检查点原文</a>
      </p>
      {ledger.keys.length > 1 && (
        <>
          <h2>用过的公钥</h2>
          <p>换公钥时，新旧两把都在交接的检查点上签名。旧检查点用当时的公钥核对，仍然有效。</p>
          <Table
            caption="用过的公钥"
            captionShown="hidden"
            columns={[
              { header: "公钥", role: "name", cell: (row) => <code>{row.publicKey}</code> },
              { header: "从", cell: (row) => (row.from === null ? "开始时" : showTime(row.from)) },
              { header: "到", cell: (row) => (row.until === null ? "现在" : showTime(row.until)) },
            ]}
            rows={ledger.keys}
            rowKey={(row) => row.publicKey}
            empty={<></>}
          />
        </>
      )}
      <h2>最近的检查点</h2>
      <Table
        caption="最近的检查点"
        captionShown="hidden"
        columns={[
          { header: "签发时间", role: "name", cell: (row) => showTime(row.createdAt) },
          { header: "条数", align: "end", cell: (row) => String(row.treeSize) },
          { header: "树根", cell: (row) => <code>{row.note.split("\n")[2] ?? ""}</code> },
        ]}
        rows={ledger.checkpoints}
        rowKey={(row) => String(row.treeSize)}
        empty={<EmptyState title="还没有检查点">有了第一条登记以后，一分钟内就会签发。</EmptyState>}
      />
    </div>
  );
}

/** One entry with all that is needed to check it without trusting this site. */
export function EntryView({ proof }: { proof: ProofView }) {
  return (
    <div class="stack">
      <h1>第 {proof.leafIndex} 号账目</h1>
      <p>
        用下面的文件可以自己核对：按 RFC 9162
        从叶子和路径算出树根。它与检查点里的树根相同，检查点的签名又属于公开的公钥，就证明这一条在账里，没有改过。
      </p>
      <SummaryList
        rows={[
          { term: "登记时间", value: showTime(proof.entry.createdAt) },
          { term: "记录", value: `${proof.entry.subjectTable} ${proof.entry.subjectId}` },
          { term: "内容散列", value: <code>{proof.entry.contentHash}</code> },
          { term: "叶子散列", value: <code>{proof.leafHash}</code> },
          { term: "检查点条数", value: String(proof.treeSize) },
        ]}
      />
      <p>
        <a href={trustPaths.proof(proof.entry.id)}>下载核对文件（JSON）</a>
      </p>
    </div>
  );
}
