import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { LedgerEntryRow, LedgerView, VerifyView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText, timeText } from "../../time-text.ts";

/** The transparency log: its size, its signed checkpoints, its entries, and a check of everything on demand. */
export const LedgerPage = () => {
  const may = permissionOf(useMe(), "verifyLedger");
  const [key, setKey] = useState(createKey);
  const ledger = useQuery({
    queryKey: ["/api/ledger"],
    queryFn: ({ signal }) => read(client.GET("/api/ledger", { signal })),
  });
  const verify = useMutation({
    mutationFn: () => write(client.POST("/api/ledger/verify", { params: { header: keyed(key) } })),
    // The next press is a new check, not the old answer again.
    onSuccess: () => setKey(createKey()),
  });
  return (
    <ListPage<LedgerEntryRow>
      title="存证账本"
      intro="事实和操作都登记在只增不改的账本里，每分钟签一个检查点存到数据库之外。谁改了哪一行，核对就能指出来。"
      actions={
        may.ok && (
          <Button type="primary" onClick={() => verify.mutate()} loading={verify.isPending}>
            {verify.isPending ? "正在核对" : "现在核对"}
          </Button>
        )
      }
      above={
        <div className="stack ledger-above">
          <div aria-live="polite">
            {verify.isError && (
              <ProblemView problem={asProblem(verify.error)} onRetry={() => verify.mutate()} />
            )}
            {verify.isSuccess && <VerifyResult result={verify.data} />}
          </div>
          {ledger.isError && (
            <ProblemView problem={asProblem(ledger.error)} onRetry={() => void ledger.refetch()} />
          )}
          {ledger.isSuccess && <LedgerSummary ledger={ledger.data} />}
          <h2 className="section-title">账目</h2>
        </div>
      }
      list="/api/ledger/entries"
      load={(query, signal) => read(client.GET("/api/ledger/entries", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => `第 ${row.leafIndex ?? "？"} 号账目`}
      rowTo={(row) => paths.ledgerEntry(row.id)}
      filters={[
        {
          kind: "choice",
          name: "table",
          label: "登记的是",
          options: [
            { value: "facts", label: "事实" },
            { value: "audit_entries", label: "操作" },
          ],
        },
        { kind: "text", name: "record", label: "记录编号" },
      ]}
      columns={[
        {
          key: "leaf",
          title: "号",
          render: (row) => (row.leafIndex === null ? "排队中" : String(row.leafIndex)),
        },
        {
          key: "table",
          title: "登记的是",
          render: (row) =>
            row.subjectTable === "facts"
              ? "事实"
              : row.subjectTable === "audit_entries"
                ? "操作"
                : row.subjectTable,
        },
        {
          key: "record",
          title: "记录编号",
          wrap: "never",
          render: (row) => <span className="mono">{row.subjectId}</span>,
        },
        { key: "createdAt", title: "登记时间", wrap: "never", render: (row) => timeText(row.createdAt) },
        {
          key: "hash",
          title: "内容摘要",
          hidden: true,
          render: (row) => <span className="mono">{row.contentHash}</span>,
        },
      ]}
      empty={{ title: "账本里还没有账目", hint: "第一件事办成后，账目会自动登记。" }}
    />
  );
};

const VerifyResult = ({ result }: { result: VerifyView }) => (
  <Alert
    type={result.ok ? "success" : "error"}
    showIcon
    title={result.ok ? "核对完毕：账本与数据库一致，没有被改动" : `核对发现 ${result.problemCount} 个问题`}
    description={
      <>
        <p>
          核对了 {numberText(result.treeSize)} 条账目，其中 {numberText(result.coveredSize)}{" "}
          条有库外检查点保护
          {result.pending > 0 && `，${result.pending} 条在排队`}。
        </p>
        {result.problems.length > 0 && (
          <ul className="problem-list">
            {result.problems.slice(0, 50).map((problem) => (
              <li key={`${problem.kind} ${problem.table} ${problem.id} ${problem.leafIndex}`}>
                {problem.sentence}
              </li>
            ))}
          </ul>
        )}
        {!result.ok && <p>请保留现场，不要恢复备份，立即通知审计管理员。</p>}
      </>
    }
  />
);

const LedgerSummary = ({ ledger }: { ledger: LedgerView }) => (
  <section className="panel" aria-labelledby="ledger-size">
    <h2 id="ledger-size">账本现在</h2>
    <dl className="numbers">
      <div>
        <dt>账目</dt>
        <dd>{numberText(ledger.treeSize)}</dd>
      </div>
      <div>
        <dt>已有检查点保护</dt>
        <dd>{numberText(ledger.coveredSize)}</dd>
      </div>
      <div>
        <dt>排队等候</dt>
        <dd>{numberText(ledger.pending)}</dd>
      </div>
    </dl>
    <p className="unknown">
      最近的检查点：{ledger.lastCheckpointAt === null ? "还没有签过" : timeText(ledger.lastCheckpointAt)}。
      {ledger.publicKey !== null && (
        <>
          公钥 <code>{ledger.publicKey}</code>
        </>
      )}
    </p>
    {ledger.checkpoints.length > 0 && (
      <details>
        <summary>最近 {ledger.checkpoints.length} 个检查点</summary>
        <ul className="stack checkpoints">
          {ledger.checkpoints.map((checkpoint) => (
            <li key={checkpoint.treeSize}>
              <p>
                {timeText(checkpoint.createdAt)}，{numberText(checkpoint.treeSize)} 条
              </p>
              <pre className="note">{checkpoint.note}</pre>
            </li>
          ))}
        </ul>
      </details>
    )}
  </section>
);
