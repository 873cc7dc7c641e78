// Worker thread of sheet-pdf.ts: lays one sheet out as PDF and answers once. It has nothing but the words; the
// font comes from an npm package (Noto Sans Hans, OFL), so that no network, browser or system font is needed.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import PdfDocument from "pdfkit";

export type SheetTable = {
  caption: string;
  /** Shares of the width. */
  widths: readonly number[];
  header: readonly string[];
  rows: readonly (readonly string[])[];
};
export type SheetWords = {
  title: string;
  heading: string;
  /** Under the heading. */
  line: string;
  facts: readonly (readonly [string, string])[];
  tables: readonly SheetTable[];
  notes: readonly string[];
  /** Dark modules of a code to scan, rows of it, and what stands under it. */
  code: { rows: readonly (readonly boolean[])[]; words: string; size?: number } | null;
  /** Into the file's own description, for programs that read no pages. */
  keywords?: string;
  /** Right below on every page, before its number. */
  footer: string;
  at: string;
};

const margin = 48;
const bottom = 64;
const ink = "#1c2326";
const quiet = "#5b666b";
const line = "#b9c2c6";
const tint = "#eef1ee";

/** One weight alone: reading a Chinese font takes most of the time. Headings are larger, header cells have a ground. */
const font = join(
  dirname(createRequire(import.meta.url).resolve("@embedpdf/fonts-sc")),
  "../fonts/NotoSansHans-Regular.otf",
);

type Document = InstanceType<typeof PdfDocument>;

const widthOf = (document: Document): number => document.page.width - 2 * margin;
const floorOf = (document: Document): number => document.page.height - bottom;

/** One row of cells, all as high as the highest; a row that does not fit goes to the next page as a whole. */
const drawRow = (
  document: Document,
  cells: readonly { text: string; width: number; ground: "plain" | "tinted" }[],
  onNewPage: () => void,
): void => {
  const padding = 4;
  const heights = cells.map(({ text, width }) =>
    document.fontSize(9).heightOfString(text, { width: width - 2 * padding }),
  );
  const height = Math.min(Math.max(...heights, 10) + 2 * padding, floorOf(document) - margin - 40);
  if (document.y + height > floorOf(document)) {
    document.addPage();
    onNewPage();
  }
  const top = document.y;
  let left = margin;
  for (const { text, width, ground } of cells) {
    document.rect(left, top, width, height).lineWidth(0.5);
    if (ground === "tinted") document.fillAndStroke(tint, line);
    else document.strokeColor(line).stroke();
    document
      .fontSize(9)
      .fillColor(ink)
      .text(text, left + padding, top + padding, {
        width: width - 2 * padding,
        height: height - padding,
        ellipsis: true,
      });
    left += width;
  }
  document.x = margin;
  document.y = top + height;
};

const drawTable = (document: Document, table: SheetTable): void => {
  const total = table.widths.reduce((sum, share) => sum + share, 0);
  const widths = table.widths.map((share) => (share / total) * widthOf(document));
  const row = (texts: readonly string[], ground: "plain" | "tinted") =>
    texts.map((text, index) => ({ text, width: widths[index] ?? 0, ground }));
  const head = (): void => drawRow(document, row(table.header, "tinted"), () => undefined);
  if (document.y + 60 > floorOf(document)) document.addPage();
  document.moveDown(0.8);
  document
    .fontSize(11)
    .fillColor(ink)
    .text(table.caption, margin, document.y, { width: widthOf(document) });
  document.moveDown(0.3);
  head();
  for (const texts of table.rows) drawRow(document, row(texts, "plain"), head);
};

const drawCode = (document: Document, code: NonNullable<SheetWords["code"]>): void => {
  const size = code.size ?? 92;
  const module = size / Math.max(1, code.rows.length);
  if (document.y + size + 40 > floorOf(document)) document.addPage();
  document.moveDown(0.8);
  const top = document.y;
  for (const [rowNo, cells] of code.rows.entries())
    for (const [cellNo, isDark] of cells.entries())
      if (isDark) document.rect(margin + cellNo * module, top + rowNo * module, module, module);
  document.fillColor("#000000").fill();
  document
    .fontSize(9)
    .fillColor(ink)
    .text(code.words, margin + size + 12, top + 8, { width: widthOf(document) - size - 12 });
  document.x = margin;
  document.y = Math.max(document.y, top + size) + 8;
};

const draw = (words: SheetWords): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const document = new PdfDocument({
      size: "A4",
      margins: { top: margin, left: margin, right: margin, bottom: 0 },
      bufferPages: true,
      lang: "zh-CN",
      displayTitle: true,
      font,
      info: {
        Title: words.title,
        Creator: "湘江科普",
        ...(words.keywords === undefined ? {} : { Keywords: words.keywords }),
        CreationDate: new Date(words.at),
        ModDate: new Date(words.at),
      },
    });
    const parts: Buffer[] = [];
    document.on("data", (part: Buffer) => parts.push(part));
    document.on("end", () => resolve(Buffer.concat(parts)));
    document.on("error", reject);
    document.fontSize(18).fillColor(ink).text(words.heading, { align: "center" });
    document.moveDown(0.2);
    document.fontSize(10).fillColor(quiet).text(words.line, { align: "center" });
    document.moveDown(0.8);
    const width = widthOf(document);
    for (const [label, value] of words.facts)
      drawRow(
        document,
        [
          { text: label, width: width * 0.2, ground: "tinted" },
          { text: value, width: width * 0.8, ground: "plain" },
        ],
        () => undefined,
      );
    for (const table of words.tables) drawTable(document, table);
    if (words.code !== null) drawCode(document, words.code);
    for (const note of words.notes) {
      if (document.y + 30 > floorOf(document)) document.addPage();
      document.moveDown(0.4);
      document.fontSize(9).fillColor(quiet).text(note, margin, document.y, { width });
    }
    const { count } = document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      document.switchToPage(page);
      document
        .fontSize(8)
        .fillColor(quiet)
        .text(`${words.footer}    第 ${page + 1} 页，共 ${count} 页`, margin, document.page.height - 40, {
          width,
          align: "right",
          lineBreak: false,
        });
    }
    document.end();
  });

// Only sheet-pdf.ts starts this file, with these words.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
parentPort?.postMessage(await draw(workerData as SheetWords));
