import { Button } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import type { OrderView } from "../../api/views.ts";
import { ActDialog } from "../../form/act-dialog.tsx";
import { FileField, multipart } from "../../form/file-field.tsx";
import { useDone } from "../../forms/use-done.ts";

/** Of an order that came on paper: the photograph of that paper, so that what was typed can be held against it. */
export const OrderPaper = ({ view }: { view: OrderView }) => {
  const [open, setOpen] = useState(false);
  const done = useDone(["/api/orders"], () => setOpen(false));
  if (!view.onPaper || view.dueAt === null) return null;
  return (
    <>
      <p>
        <Button onClick={() => setOpen(true)}>存那张纸的照片</Button>
      </p>
      {open && (
        <ActDialog
          title={`存那张纸的照片：${view.no}`}
          intro="把居民填的点单条拍下来存着，以后好对。只有管这个单的站点看得到，每次看都有记录。"
          name="order-paper"
          labels={{ photo: "照片" }}
          submitLabel="存下"
          onCancel={() => setOpen(false)}
          send={({ values, key }) =>
            write(
              client.POST("/api/orders/{id}/paper", {
                params: { path: { id: view.id }, header: keyed(key) },
                ...multipart(values),
              }),
            )
          }
          onDone={() => done("照片存下了")}
        >
          <FileField
            name="photo"
            label="照片"
            required
            accept=".jpg,.jpeg,.png,.webp"
            hint="JPG、PNG，10 MB 以内，一个单最多 3 张。拍摄地点会去掉。"
          />
        </ActDialog>
      )}
    </>
  );
};
