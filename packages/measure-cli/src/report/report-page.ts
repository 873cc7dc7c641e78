import type { Figure } from "../command.ts";
import { escapeHtml } from "../html/escape.ts";
import { toPage } from "../html/page.ts";
import { drawFormulas, drawInputs, type RunRecord } from "../output/render.ts";
import type { ReportData } from "./collect.ts";
import {
  coverageSection,
  drawAnswer,
  gapSection,
  groupSections,
  limitSection,
  qualitySection,
  type ReportSection,
  streetSection,
  verdictSection,
} from "./sections.ts";

const digits = "零一二三四五六七八九";

/** 1 … 19 as a heading counts them. */
const ordinal = (number: number): string =>
  number < 10 ? (digits[number] ?? "") : `十${number === 10 ? "" : (digits[number - 10] ?? "")}`;

const signatures = ["编制", "统计复核", "审定"];

/** The whole report: what a deputy director reads first, what a statistician signs last. */
export const toReportPage = (
  data: ReportData,
  options: { readonly figures: readonly Figure[]; readonly record: RunRecord },
): string => {
  const { settings, file } = data;
  const title = `${settings.place} ${settings.year} 年公民科学素质调查报告`;
  const sections = [
    ...groupSections(data),
    gapSection(data),
    streetSection(data),
    verdictSection(data),
    limitSection(data),
    coverageSection(data),
    qualitySection(data),
  ].filter((section): section is ReportSection => section !== undefined);
  const body = sections
    .map(
      ({ title: heading, html }, place) =>
        `<section aria-labelledby="s${place + 1}"><h2 id="s${place + 1}">${ordinal(place + 1)}、${escapeHtml(heading)}</h2>\n${html}</section>`,
    )
    .join("\n");
  return toPage(
    title,
    `<header><p class="eyebrow">${escapeHtml(file.title ?? "公民科学素质调查")}</p>
<h1>${escapeHtml(title)}</h1></header>
${settings.synthetic === true ? '<p class="banner" role="note"><strong>演示。</strong>这个区和所有数据都是合成的，不对应任何真实地区或个人；真值因此已知，写在每个区间旁边。</p>' : ""}
${drawAnswer(data)}
${body}
<section class="annex" aria-labelledby="annex"><h2 id="annex">附：公式、出处与来源</h2>
<dl>${drawFormulas({ figures: options.figures })}</dl>
${drawInputs(options.record)}
<p class="small">每个数的来历：kepu-measure report … --explain 编号；用 R 重算：--r-script。</p></section>
<div class="sign">${signatures.map((role) => `<div>${role}（签名、日期）</div>`).join("")}</div>`,
  );
};
