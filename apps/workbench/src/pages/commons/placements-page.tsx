import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { PlacementRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { CommonsAct } from "./commons-act.tsx";

const list = "/api/placements";
const mediumOptions = [
  { value: "web", label: "门户和订阅" },
  { value: "kiosk", label: "科普终端" },
  { value: "poster", label: "纸质海报" },
  { value: "radio", label: "广播" },
  { value: "tv", label: "电视" },
  { value: "newspaper", label: "报刊" },
  { value: "outdoor", label: "户外屏" },
  { value: "transport", label: "公交地铁" },
] as const;

const planLabels = {
  no: "内容编号",
  medium: "媒介",
  place: "投放在哪里",
  fromOn: "开始日期",
  toOn: "结束日期",
  plannedCount: "计划次数",
  unitId: "单位",
};
const proofLabels = { happenedOn: "投放日期", doneCount: "实际次数", evidence: "凭据" };

const countOf = (typed: string): number => Number(typed.replaceAll(/\D/gu, "")) || 0;

/** Plan against done for each medium of the whole list, with the words for who cannot see the bar. */
const Sums = ({
  sums,
}: {
  sums: readonly { mediumName: string; planned: number; done: number; count: number }[];
}) =>
  sums.length === 0 ? null : (
    <section className="panel">
      <h2>各媒介：计划和实际</h2>
      <TableScroll>
        <table className="plain-table">
          <caption>按媒介合计</caption>
          <thead>
            <tr>
              <th scope="col">媒介</th>
              <th scope="col" className="number">
                计划条目
              </th>
              <th scope="col" className="number">
                计划次数
              </th>
              <th scope="col" className="number">
                实际次数
              </th>
              <th scope="col">完成</th>
            </tr>
          </thead>
          <tbody>
            {sums.map((sum) => (
              <tr key={sum.mediumName}>
                <th scope="row">{sum.mediumName}</th>
                <td className="number">{sum.count}</td>
                <td className="number">{sum.planned}</td>
                <td className="number">{sum.done}</td>
                <td>{sum.planned === 0 ? "没有计划" : `${Math.round((sum.done / sum.planned) * 100)}%`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );

type Coverage = { subject: string; items: number; cells: { kind: string; planned: number; done: number }[] };

const cellText = ({ planned, done }: { planned: number; done: number }): string =>
  done > 0 ? `${done} 次` : planned > 0 ? `计划 ${planned} 次` : "空";

/** Six health subjects by four kinds of media: an empty cell is where nobody hears of it yet. */
const HealthCoverage = ({ coverage }: { coverage: readonly Coverage[] }) => (
  <section className="panel">
    <h2>六个健康主题到了哪些媒体</h2>
    <TableScroll>
      <table className="plain-table">
        <caption>实际投放的次数；只有计划的写“计划”，什么都没有的写“空”</caption>
        <thead>
          <tr>
            <th scope="col">主题</th>
            <th scope="col" className="number">
              已发布
            </th>
            {(coverage[0]?.cells ?? []).map(({ kind }) => (
              <th key={kind} scope="col">
                {kind}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {coverage.map((row) => (
            <tr key={row.subject}>
              <th scope="row">{row.subject}</th>
              <td className="number">{row.items} 篇</td>
              {row.cells.map((cell) => (
                <td key={cell.kind}>
                  <StatusMark tone={cell.done > 0 ? "done" : cell.planned > 0 ? "waiting" : "quiet"}>
                    {cellText(cell)}
                  </StatusMark>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  </section>
);

/** What was planned and what was done, medium by medium; our own channels count themselves. */
export const PlacementsPage = () => {
  const me = useMe();
  const [search] = useSearchParams();
  const [open, setOpen] = useState<{ act: "plan" } | { act: "proof" | "cancel"; row: PlacementRow }>();
  const close = (): void => setOpen(undefined);
  const mayPlace = permissionOf(me, "place").ok;
  const contentId = search.get("contentId") ?? undefined;
  const sums = useQuery({
    queryKey: [list, "sums", contentId],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/placements", {
          params: { query: { size: 1, ...(contentId === undefined ? {} : { contentId }) } },
          signal,
        }),
      ),
  });
  return (
    <>
      <ListPage<PlacementRow>
        title="投放台账"
        intro={
          <>
            公益内容投到哪里、计划几次、实际几次。门户、终端、海报按
            <Link to={paths.deliveries}>渠道送达</Link>
            的回执自动计数，不用再填；其他媒介由人确认并写明凭据。
          </>
        }
        above={
          <>
            <Sums sums={sums.data?.sums ?? []} />
            {contentId === undefined && sums.data !== undefined && (
              <HealthCoverage coverage={sums.data.coverage} />
            )}
          </>
        }
        list={list}
        actions={
          mayPlace && (
            <Button type="primary" onClick={() => setOpen({ act: "plan" })}>
              计划投放
            </Button>
          )
        }
        load={(query, signal) => read(client.GET("/api/placements", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.title} ${row.place}`}
        rowTo={(row) => paths.content(row.contentId)}
        filters={[
          { kind: "choice", name: "medium", label: "媒介", options: mediumOptions },
          { kind: "carried", name: "contentId", label: "稿件", text: "这一篇" },
        ]}
        columns={[
          { key: "title", title: "内容", render: (row) => row.title },
          { key: "medium", title: "媒介", render: (row) => row.mediumName },
          { key: "place", title: "在哪里", render: (row) => row.place },
          { key: "days", title: "起止", wrap: "never", render: (row) => `${row.fromOn} 至 ${row.toOn}` },
          {
            key: "done",
            title: "计划和实际",
            render: (row) => (
              <StatusMark
                tone={
                  row.status === "cancelled"
                    ? "quiet"
                    : row.doneCount >= row.plannedCount
                      ? "done"
                      : "waiting"
                }
              >
                {row.status === "cancelled"
                  ? `已取消：${row.reason ?? ""}`
                  : `计划 ${row.plannedCount}，实际 ${row.doneCount}`}
              </StatusMark>
            ),
          },
          {
            key: "proofs",
            title: "凭据",
            wrap: "wide",
            render: (row) =>
              row.countedBy === "receipts" ? (
                <Link to={`${paths.deliveries}?contentId=${row.contentId}&act=publish`}>渠道回执</Link>
              ) : (
                row.proofs
                  .map((proof) => `${proof.happenedOn} ${proof.doneCount} 次：${proof.evidence}`)
                  .join("；")
              ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayPlace &&
              row.status === "planned" && (
                <>
                  {row.countedBy === "people" && (
                    <Button size="small" onClick={() => setOpen({ act: "proof", row })}>
                      确认投放
                    </Button>
                  )}
                  <Button size="small" onClick={() => setOpen({ act: "cancel", row })}>
                    取消计划
                  </Button>
                </>
              ),
          },
        ]}
        empty={{ title: "还没有投放计划", hint: "点“计划投放”，选一篇已发布的内容。" }}
      />
      {open?.act === "plan" && (
        <CommonsAct
          title="计划投放"
          name="placement-plan"
          labels={planLabels}
          submit="存入计划"
          done="已存入计划"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/placements", {
                params: { header: keyed(key) },
                body: {
                  ...body,
                  no: countOf(textOf(body, "no")),
                  plannedCount: countOf(textOf(body, "plannedCount")),
                } as never, // the form's fields are the contract's; the server validates
              }),
            )
          }
        >
          <TextField
            name="no"
            label={planLabels.no}
            required
            inputMode="numeric"
            hint="已发布内容的编号，就是网址 /articles/ 后面的数字。"
            maxLength={9}
          />
          <ChoiceField name="medium" label={planLabels.medium} required options={mediumOptions} />
          <TextField
            name="place"
            label={planLabels.place}
            required
            hint="哪个台、哪张报、哪块屏。"
            maxLength={60}
          />
          <DayField name="fromOn" label={planLabels.fromOn} required />
          <DayField name="toOn" label={planLabels.toOn} required />
          <TextField
            name="plannedCount"
            label={planLabels.plannedCount}
            required
            inputMode="numeric"
            maxLength={6}
          />
          <UnitField name="unitId" label={planLabels.unitId} />
        </CommonsAct>
      )}
      {open?.act === "proof" && (
        <CommonsAct
          title="确认投放"
          intro={`《${open.row.title}》在${open.row.place}。同一天只记一次。`}
          name="placement-proof"
          labels={proofLabels}
          submit="确认"
          done="已确认"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/placements/{id}/proofs", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: {
                  happenedOn: textOf(body, "happenedOn"),
                  doneCount: countOf(textOf(body, "doneCount")),
                  evidence: textOf(body, "evidence"),
                },
              }),
            )
          }
        >
          <DayField name="happenedOn" label={proofLabels.happenedOn} required />
          <TextField
            name="doneCount"
            label={proofLabels.doneCount}
            required
            inputMode="numeric"
            maxLength={6}
          />
          <LongTextField
            name="evidence"
            label={proofLabels.evidence}
            required
            hint="播出单、样报版面、上屏照片的编号或网址。"
            maxLength={300}
          />
        </CommonsAct>
      )}
      {open?.act === "cancel" && (
        <CommonsAct
          title="取消投放计划"
          intro={`《${open.row.title}》在${open.row.place}。已经确认的次数仍然算。`}
          name="placement-cancel"
          labels={{ reason: "原因" }}
          submit="取消计划"
          danger
          done="已取消"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/placements/{id}/cancel", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
        >
          <LongTextField name="reason" label="原因" required maxLength={200} />
        </CommonsAct>
      )}
    </>
  );
};
