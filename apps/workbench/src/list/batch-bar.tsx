import { Button, Input, Modal } from "antd";
import { useId, useState } from "react";
import { createKey } from "../api/key.ts";
import { asProblem } from "../api/problem.ts";
import { type BatchOutcome, batchSummary, previewBatch } from "./batch.ts";

export type BatchAction<Row> = {
  label: string;
  /** Why this row cannot take part; undefined where it can. */
  refusal: (row: Row) => string | undefined;
  /** Asked once for all rows where set: the field's label. */
  reasonLabel?: string;
  run: (row: Row, act: { key: string; reason: string }) => Promise<unknown>;
};

type Props<Row> = {
  rows: readonly Row[];
  actions: readonly BatchAction<Row>[];
  rowName: (row: Row) => string;
  rowKey: (row: Row) => string;
  onDone: () => void;
};

/** What can be done with the ticked rows. Nothing happens before the preview has shown what will. */
export const BatchBar = <Row,>({ rows, actions, rowName, rowKey, onDone }: Props<Row>) => {
  const [action, setAction] = useState<BatchAction<Row>>();
  return (
    <section className="batch-bar" aria-label="批量办理">
      <span>已选 {rows.length} 条</span>
      {actions.map((each) => (
        <Button key={each.label} onClick={() => setAction(each)}>
          {each.label}…
        </Button>
      ))}
      {action !== undefined && (
        <BatchDialog
          action={action}
          rows={rows}
          rowName={rowName}
          rowKey={rowKey}
          onClose={(acted) => {
            setAction(undefined);
            if (acted) onDone();
          }}
        />
      )}
    </section>
  );
};

type DialogProps<Row> = {
  action: BatchAction<Row>;
  rows: readonly Row[];
  rowName: (row: Row) => string;
  rowKey: (row: Row) => string;
  onClose: (acted: boolean) => void;
};

const BatchDialog = <Row,>({ action, rows, rowName, rowKey, onClose }: DialogProps<Row>) => {
  const reasonId = useId();
  const [reason, setReason] = useState("");
  const [running, setRunning] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly BatchOutcome[]>([]);
  // One key a row, kept for the life of the dialog: pressing again after a broken network does nothing twice.
  const [keys] = useState(() => new Map(rows.map((row) => [rowKey(row), createKey()])));
  const preview = previewBatch(rows, action.refusal);
  const done = outcomes.filter((outcome) => outcome.ok).map((outcome) => outcome.key);
  const left = preview.ready.filter((row) => !done.includes(rowKey(row)));
  const needsReason = action.reasonLabel !== undefined && reason.trim() === "";
  const run = async (): Promise<void> => {
    setRunning(true);
    const results: BatchOutcome[] = outcomes.filter((outcome) => outcome.ok);
    for (const row of left) {
      const key = rowKey(row);
      const outcome = await action
        .run(row, { key: keys.get(key) ?? createKey(), reason: reason.trim() })
        .then(
          (): BatchOutcome => ({ key, ok: true }),
          (thrown: unknown): BatchOutcome => ({ key, ok: false, sentence: asProblem(thrown).message }),
        );
      results.push(outcome);
      setOutcomes([...results]);
    }
    setRunning(false);
  };
  const outcomeOf = (row: Row): BatchOutcome | undefined =>
    outcomes.find((outcome) => outcome.key === rowKey(row));
  return (
    <Modal
      title={`批量${action.label}：先看一遍`}
      open
      onCancel={() => onClose(outcomes.length > 0)}
      mask={{ closable: false }}
      okText={left.length === 0 && outcomes.length > 0 ? "完成" : `${action.label} ${left.length} 条`}
      cancelText="关闭"
      okButtonProps={{
        disabled: (left.length === 0 && outcomes.length === 0) || (needsReason && left.length > 0),
        loading: running,
      }}
      onOk={() => (left.length === 0 ? onClose(true) : void run())}
    >
      <p aria-live="polite">{batchSummary(preview, outcomes)}</p>
      {action.reasonLabel !== undefined && (
        <>
          <label htmlFor={reasonId}>{action.reasonLabel}</label>
          <Input.TextArea
            id={reasonId}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={200}
            rows={2}
          />
        </>
      )}
      <ul className="batch-rows">
        {preview.ready.map((row) => {
          const outcome = outcomeOf(row);
          return (
            <li key={rowKey(row)}>
              {rowName(row)}：
              {outcome === undefined
                ? `将${action.label}`
                : outcome.ok
                  ? "已办"
                  : `没有办成，${outcome.sentence}`}
            </li>
          );
        })}
        {preview.refused.map(({ row, reason: why }) => (
          <li key={rowKey(row)} className="batch-refused">
            {rowName(row)}：不办，{why}
          </li>
        ))}
      </ul>
    </Modal>
  );
};
