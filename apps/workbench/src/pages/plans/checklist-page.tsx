import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ChecklistView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ChoiceField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EvidenceAdd } from "./evidence-add.tsx";
import { PlanAct, ReasonAct } from "./plan-act.tsx";
import { progressTone } from "./plan-words.ts";

type Item = ChecklistView["items"][number];
type Link = Item["links"][number];
type Open = { form: "use" | "new"; item: Item } | { form: "remove"; link: Link };

/** Evidence that is there already, for one more item. */
const EvidenceUse = ({ item, onClose }: { item: Item; onClose: () => void }) => {
  const query = useQuery({
    queryKey: ["/api/evidence", "choice"],
    queryFn: ({ signal }) => read(client.GET("/api/evidence", { params: { query: { size: 200 } }, signal })),
  });
  return (
    <PlanAct
      title={`用已有材料：${item.code}`}
      intro={item.title}
      name="evidence-use"
      labels={{ evidenceId: "材料" }}
      submitLabel="用这份材料"
      said="已用上"
      onClose={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/evidence/{id}/links", {
            params: { header: keyed(key), path: { id: textOf(body, "evidenceId") } },
            body: { checklistItemId: item.id },
          }),
        )
      }
    >
      <ChoiceField
        name="evidenceId"
        label="材料"
        required
        options={(query.data?.rows ?? []).map((row) => ({
          value: row.id,
          label: `${row.title}（${row.unitName}，${row.happenedOn}）`,
        }))}
      />
    </PlanAct>
  );
};

const ItemBlock = ({ item, may, open }: { item: Item; may: boolean; open: (next: Open) => void }) => (
  <section className="panel">
    <h2>
      {item.code} {item.title}
    </h2>
    <p>
      <StatusMark tone={progressTone(item.status)}>{item.statusName}</StatusMark>{" "}
      {item.ownerName !== null && `负责：${item.ownerName} `}
      {item.dueOn !== null && `期限：${item.dueOn}`}
    </p>
    <ul className="plain-list">
      {item.links.map((link) => (
        <li key={link.linkId}>
          {link.title}（{link.unitName}，{link.happenedOn}）
          {link.removedReason !== null && `，已取消：${link.removedReason}`}
          {may && link.removedAt === null && (
            <>
              {" "}
              <button type="button" className="link-button" onClick={() => open({ form: "remove", link })}>
                取消<span className="visually-hidden">{link.title}</span>
              </button>
            </>
          )}
        </li>
      ))}
    </ul>
    {may && (
      <p className="row-buttons">
        <Button size="small" onClick={() => open({ form: "use", item })}>
          用已有材料<span className="visually-hidden">{item.code}</span>
        </Button>
        <Button size="small" onClick={() => open({ form: "new", item })}>
          加新材料<span className="visually-hidden">{item.code}</span>
        </Button>
      </p>
    )}
  </section>
);

/** One checklist: what is there, what is missing, and from where it could come. */
export const ChecklistPage = () => {
  const { id = "" } = useParams();
  const may = permissionOf(useMe(), "addEvidence").ok;
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const query = useQuery({
    queryKey: ["/api/checklists", id],
    queryFn: ({ signal }) => read(client.GET("/api/checklists/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="清单"
        titleOf={(view) => view.title}
        crumbs={[{ label: "创建清单", to: paths.checklists }]}
        main={(view) => {
          const gaps = view.items.filter((item) => item.status !== "done");
          return (
            <>
              <section className="panel">
                <h2>还缺 {gaps.length} 条</h2>
                {gaps.length > 0 && <p>{gaps.map((item) => `${item.code} ${item.title}`).join("；")}</p>}
                <a href={`/api/checklists/${view.id}/items.xlsx`} download>
                  导出（Excel）
                </a>
              </section>
              {view.items.map((item) => (
                <ItemBlock key={item.id} item={item} may={may} open={setOpen} />
              ))}
            </>
          );
        }}
      />
      {open?.form === "use" && <EvidenceUse item={open.item} onClose={close} />}
      {open?.form === "new" && <EvidenceAdd use={{ checklistItemId: open.item.id }} onClose={close} />}
      {open?.form === "remove" && (
        <ReasonAct
          title="取消这份材料"
          intro="这一条会重新打开，经过留着；材料本身不删。"
          said="已取消"
          onClose={close}
          send={(reason, key) =>
            write(
              client.POST("/api/evidence-links/{id}/remove", {
                params: { header: keyed(key), path: { id: open.link.linkId } },
                body: { reason },
              }),
            )
          }
        />
      )}
    </>
  );
};
