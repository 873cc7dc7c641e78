import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField, LongTextField, TextField } from "../form/fields.tsx";
import { useDone } from "./use-done.ts";

const labels = { name: "片区名称", description: "说明", validFrom: "启用日期" };

export const AreaSetCreate = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/area-sets"], onClose);
  return (
    <ActDialog
      title="新建片区"
      name="area-set-create"
      labels={labels}
      submitLabel="新建片区"
      onCancel={onClose}
      send={({ body, key }) =>
        write(client.POST("/api/area-sets", { params: { header: keyed(key) }, body: body as never }))
      } // the form's fields are the contract's; the server validates
      onDone={() => done("片区已建立")}
    >
      <TextField name="name" label={labels.name} required maxLength={40} />
      <LongTextField name="description" label={labels.description} rows={2} />
      <DayField name="validFrom" label={labels.validFrom} hint="不填就是今天。" />
    </ActDialog>
  );
};
