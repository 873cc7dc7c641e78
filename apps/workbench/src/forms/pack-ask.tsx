import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const labels = { title: "名称", asOf: "数字截至哪天" };

/** Asks for a pack of the plan that counts now. */
export const PackAskDialog = ({ planId, onClose }: { planId: string; onClose: () => void }) => {
  const done = useDone(["/api/evidence-packs"], onClose);
  return (
    <ActDialog
      title="制作迎检材料包"
      intro="系统从记录里收齐，不用各单位报。做好后账本签发证明，一两分钟可以下载。"
      name="pack-ask"
      labels={labels}
      initial={{ title: "迎检材料" }}
      submitLabel="制作"
      onCancel={onClose}
      send={({ body, key }) => {
        const asOf = textOf(body, "asOf");
        return write(
          client.POST("/api/plans/{id}/evidence-packs", {
            params: { header: keyed(key), path: { id: planId } },
            body: { title: textOf(body, "title"), ...(asOf === "" ? {} : { asOf }) },
          }),
        );
      }}
      onDone={() => done("正在制作，稍后刷新列表")}
    >
      <TextField name="title" label={labels.title} required maxLength={120} />
      <DayField name="asOf" label={labels.asOf} hint="不填就是今天。" />
    </ActDialog>
  );
};
