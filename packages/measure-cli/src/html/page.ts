import type { ResultTable } from "../command.ts";
import { escapeHtml } from "./escape.ts";
import { showCell } from "./numbers.ts";

/** Styles of every page: one file, no script, nothing from the network; screen from 360 px, print on A4. */
const styles = `
:root{--ink:#1b2430;--soft:#55606e;--line:#d5dbe2;--paper:#fff;--tint:#f3f6f8;--accent:#0b5c6b;--target:#a33b12;--truth:#b4620a;--done:#3f6b2f;--soon:#8a5a00;color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 "Source Han Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.25rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.35;margin:.4rem 0 .6rem}
h2{font-size:1.25rem;line-height:1.4;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--ink)}
h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
p,li{max-width:42rem}
a{color:var(--accent)}
small,.legend,figcaption,.small{color:var(--soft);font-size:.85rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.banner{max-width:none;background:#fff4e0;border:1px solid #e0a94a;border-radius:.4rem;padding:.6rem .9rem;margin:1rem 0}
.answer{border-left:.4rem solid var(--accent);background:var(--tint);padding:1rem 1.1rem;margin:1.2rem 0}
.answer p{margin:.3rem 0;max-width:none}
.tag{display:inline-block;color:#fff;background:var(--soon);border-radius:.25rem;padding:.05rem .55rem;margin:0 .15rem;font-weight:700}
.tag.reached{background:var(--done)}
.tag.not-reached{background:var(--target)}
.eyebrow{color:var(--accent);font-weight:700;margin:0;letter-spacing:.06em}
.answer .lead{font-size:1.2rem;font-weight:700;line-height:1.5}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.2rem 0;padding:0;list-style:none}
.facts li{border:1px solid var(--line);border-radius:.4rem;padding:.7rem .9rem}
.facts b{display:block;font-size:1.5rem;line-height:1.3}
.facts span{display:block;color:var(--soft);font-size:.85rem}
table{border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.93rem}
caption{text-align:left;font-weight:700;padding:.3rem 0}
th,td{text-align:left;padding:.32rem .5rem;border-bottom:1px solid var(--line);vertical-align:middle}
thead th{border-bottom:2px solid var(--ink);font-weight:600}
th[scope=row]{font-weight:400}
td.number,th.number,.value,.interval,.truth-cell{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll{overflow-x:auto}
.forest .plot{width:42%;min-width:11rem;padding:0 .5rem}
.forest .value{font-weight:700}
.forest .group th{background:var(--tint);font-weight:700;border-top:1px solid var(--ink)}
.forest td.plot{border-bottom-color:transparent}
.missed{color:var(--target);font-weight:700}
svg{display:block;overflow:visible}
svg text{font-size:11px;fill:var(--soft)}
.grid{stroke:var(--line);stroke-width:1}
.target{stroke:var(--target);stroke-width:1.5;stroke-dasharray:4 3}
.reach{stroke:var(--accent);stroke-width:10;opacity:.32}
.reach.hollow{stroke-dasharray:4 3}
.dot{fill:var(--accent)}
.dot.hollow{fill:var(--paper);stroke:var(--accent);stroke-width:2}
.truth{fill:var(--truth);stroke:var(--paper);stroke-width:.8}
.bar{fill:var(--accent);opacity:.8}
.curve{fill:none;stroke:var(--accent);stroke-width:1.6;opacity:.75}
figure{margin:1rem 0;max-width:34rem}
.chart{width:100%;height:auto}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
.formula{background:var(--tint);padding:.5rem .8rem;border-radius:.3rem;margin:.5rem 0;overflow-wrap:anywhere}
.mono{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.82rem;overflow-wrap:anywhere}
.sign{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1.2rem;margin:1.5rem 0}
.sign div{border-top:1px solid var(--ink);padding-top:.3rem;margin-top:2.4rem;color:var(--soft);font-size:.9rem}
dl{margin:.6rem 0}
dt{font-weight:700;margin-top:.5rem}
dd{margin:0 0 .3rem}
@media (max-width:40rem){
main{padding:.8rem .8rem 3rem}
h1{font-size:1.35rem}
.forest,.forest tbody,.forest thead,.forest caption{display:block}
.forest tr{display:grid;grid-template-columns:1fr auto auto;align-items:baseline;border-bottom:1px solid var(--line);padding:.3rem 0}
.forest th,.forest td{border:0;padding:.05rem .35rem .05rem 0}
.forest .truth-cell{grid-column:3}
.forest .interval{color:var(--soft);font-size:.85rem;grid-column:3;padding-right:0}
.forest tr:has(.truth-cell) .interval{grid-row:1}
.forest tr:has(.truth-cell) .truth-cell{grid-row:2;font-size:.85rem;padding-right:0}
.forest .plot{width:auto;min-width:0;grid-column:1/-1;grid-row:3;padding:0}
.forest .group{display:block;background:var(--tint);padding-left:.4rem}
.forest thead .truth-cell{display:none}
.forest td.truth-cell::before{content:"真值 ";color:var(--soft);font-weight:400}
.forest thead .interval,.forest thead .value{font-size:.8rem}
}
@page{size:A4;margin:16mm 15mm 18mm}
@media print{
body{font-size:10pt;line-height:1.5}
main{max-width:none;padding:0}
h1{font-size:17pt}h2{font-size:13pt;break-after:avoid}h3{font-size:11pt;break-after:avoid}
p,li{max-width:none}
table{font-size:9pt}
thead{display:table-header-group}
tr,figure,.answer,.facts li,.sign,.formula{break-inside:avoid}
.facts{grid-template-columns:repeat(4,1fr)}
.charts{grid-template-columns:repeat(2,1fr)}
.scroll{overflow:visible}
.annex{break-before:page}
a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}`;

/** A whole page of its own. */
export const toPage = (title: string, body: string): string =>
  `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="kepu-measure">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** A result table as people read it. */
export const toTable = ({ title, columns, rows }: Omit<ResultTable, "name">): string => {
  const numeric = columns.map(({ kind }) => kind !== "text");
  const head = columns
    .map(
      (column, k) => `<th scope="col"${numeric[k] ? ' class="number"' : ""}>${escapeHtml(column.title)}</th>`,
    )
    .join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${row
          .map((cell, k) => {
            const text = escapeHtml(showCell(cell, columns[k]?.kind ?? "text"));
            if (k === 0) return `<th scope="row">${text}</th>`;
            return `<td${numeric[k] ? ' class="number"' : ""}>${text}</td>`;
          })
          .join("")}</tr>`,
    )
    .join("\n");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div>`;
};
