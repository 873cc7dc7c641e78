import { client, keyed, write } from "../api/client.ts";
import type { FactView } from "../api/views.ts";
import { textOf } from "../form/form-errors.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { LongTextField } from "../form/fields.tsx";
import { numberText } from "../time-text.ts";
import { useDone } from "./use-done.ts";

export const FactReverse = ({ fact, onClose }: { fact: FactView; onClose: () => void }) => {
  const done = useDone(["/api/facts", "/api/figures"], onClose);
  return (
    <ActDialog
      title="冲销这条事实"
      intro={`会新增一条 ${numberText(-fact.quantity)} ${fact.measure} 的冲销记录，相关数字随之减少；原来的事实永远保留。冲销不能撤回。`}
      name="fact-reverse"
      labels={{ reason: "原因" }}
      submitLabel="冲销"
      danger
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/facts/{id}/reverse", {
            params: { header: keyed(key), path: { id: fact.id } },
            body: { reason: textOf(body, "reason") },
          }),
        )
      }
      onDone={() => done("已冲销")}
    >
      <LongTextField
        name="reason"
        label="原因"
        required
        hint="至少 4 个字，会留在审计里。"
        maxLength={300}
        rows={3}
      />
    </ActDialog>
  );
};
