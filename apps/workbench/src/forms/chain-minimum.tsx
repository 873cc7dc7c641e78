import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../api/client.ts";
import type { GapView } from "../api/views.ts";
import { permissionOf } from "../capability.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useMe } from "../me.tsx";

const labels = { amount: "每条产业链最少几篇" };

/** How many items a chain should have at least, how many chains are short of it, and the way to change the number. */
export const ChainMinimum = ({ minimum, chains }: { minimum: number; chains: GapView["chains"] }) => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const short = chains.filter((chain) => chain.count < minimum).length;
  return (
    <p>
      产业链主题每条最少 {minimum} 篇：
      {short === 0
        ? `${chains.length} 条都够了。`
        : `${chains.length} 条里有 ${short} 条不够，下面标出来了。`}{" "}
      {permissionOf(me, "manageSettings").ok && (
        <Button size="small" onClick={() => setOpen(true)}>
          改这个数
        </Button>
      )}
      {open && (
        <ActDialog
          title="产业链最少几篇"
          name="chain-minimum"
          labels={labels}
          initial={{ amount: String(minimum) }}
          submitLabel="保存"
          onCancel={() => setOpen(false)}
          send={({ body, key }) =>
            write(
              client.PUT("/api/content-settings/chain-minimum", {
                params: { header: keyed(key) },
                body: { amount: Number(textOf(body, "amount")) },
              }),
            )
          }
          onDone={() => {
            void queries.invalidateQueries({ queryKey: ["/api/content-gaps"] });
            void message.success("改好了");
            setOpen(false);
          }}
        >
          <TextField name="amount" label={labels.amount} required inputMode="numeric" maxLength={3} />
        </ActDialog>
      )}
    </p>
  );
};
