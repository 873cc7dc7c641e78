import { client, keyed, write } from "../api/client.ts";
import type { AreaSetView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField } from "../form/fields.tsx";
import { dayOf } from "../time-text.ts";
import { useDone } from "./use-done.ts";

type Props = { set: AreaSetView; member: AreaSetView["members"][number]; onClose: () => void };

export const AreaMemberEnd = ({ set, member, onClose }: Props) => {
  const done = useDone(["/api/area-sets", "/api/units"], onClose);
  return (
    <ActDialog
      title={`结束${member.unitName}在${set.name}的归属`}
      intro="以前的归属保留，只写上结束日期。"
      name="area-member-end"
      labels={{ validTo: "到哪天止" }}
      initial={{ validTo: dayOf(new Date()) }}
      submitLabel="结束归属"
      onCancel={onClose}
      send={
        ({ body, key }) =>
          write(
            client.POST("/api/area-sets/{id}/members/{memberId}/end", {
              params: { header: keyed(key), path: { id: set.id, memberId: member.id } },
              body: body as never,
            }),
          ) // as in area-set-create
      }
      onDone={() => done("已结束归属")}
    >
      <DayField name="validTo" label="到哪天止" required />
    </ActDialog>
  );
};
