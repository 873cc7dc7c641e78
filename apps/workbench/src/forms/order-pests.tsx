import { useQuery } from "@tanstack/react-query";
import { client, keyed, read, write } from "../api/client.ts";
import type { OrderView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChecksField } from "../form/checks-field.tsx";
import { useDone } from "./use-done.ts";

/** What the order is about, where its words were misread or say nothing. */
export const OrderPests = ({ order, onClose }: { order: OrderView; onClose: () => void }) => {
  const done = useDone(["/api/orders"], onClose);
  const query = useQuery({
    queryKey: ["/api/crop-pests"],
    queryFn: ({ signal }) => read(client.GET("/api/crop-pests", { signal })),
  });
  const named = order.pests.map((pest) => pest.id);
  const options = (query.data?.rows ?? [])
    .filter((row) => row.isOpen || named.includes(row.id))
    .map((row) => ({ value: row.id, label: `${row.name}（${row.cropNames}）` }));
  return (
    <ActDialog
      title="单里说的病虫害"
      intro="系统按名录认出来的，认错了请改。登记会治的队会排到前面。"
      name="order-pests"
      labels={{ pestIds: "病虫害" }}
      initial={{ pestIds: named }}
      submitLabel="保存"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/orders/{id}/pests", {
            params: { header: keyed(key), path: { id: order.id } },
            // the boxes' values are the ids of the list
            body: { pestIds: (body["pestIds"] ?? []) as string[] },
          }),
        )
      }
      onDone={() => done("已保存，可以派给谁重新排了")}
    >
      <ChecksField
        name="pestIds"
        label="病虫害"
        options={options}
        hint={options.length === 0 ? "名录还是空的，请先在“病虫害名录”里写。" : "都不是，就全部去掉。"}
      />
    </ActDialog>
  );
};
