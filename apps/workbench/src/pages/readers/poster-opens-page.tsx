import { client, read } from "../../api/client.ts";
import type { PosterOpensRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";
import { portal } from "../../paths.ts";
import { numberText } from "../../time-text.ts";

/** How often the code on each street's poster was opened. Numbers of openings, not of persons. */
export const PosterOpensPage = () => (
  <ListPage<PosterOpensRow>
    title="海报扫码"
    intro="每张街道海报上的码被打开了几次。只数次数，不记谁打开的，也分不出同一个人打开几次，不用来考核。"
    list="/api/poster-opens"
    load={(query, signal) => read(client.GET("/api/poster-opens", { params: { query }, signal }))}
    rowKey={(row) => `${row.contentId} ${row.unitId}`}
    rowName={(row) => `${row.title} ${row.unitName}`}
    columns={[
      { key: "title", title: "内容", render: (row) => <a href={portal.article(row.no)}>{row.title}</a> },
      { key: "unit", title: "街道（镇）", render: (row) => row.unitName },
      { key: "opens", title: "打开次数", align: "right", render: (row) => numberText(row.opens) },
      { key: "last", title: "最近一天", wrap: "never", render: (row) => row.lastOn },
    ]}
    empty={{
      title: "还没有人扫过",
      hint: "在文章的“转给别人”里选街道、印出海报贴出去，扫码次数会出现在这里。",
    }}
  />
);
