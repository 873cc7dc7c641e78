/** A document as data. Clause numbers are those of GB/T 9704—2012《党政机关公文格式》. */
export type OfficialDocument = {
  /** 版头 (7.2, for minutes 10.3). Without it: a paper without red head, as drafts and attachments of a plan are printed. */
  head?: DocumentHead;
  /** 标题 (7.3.1). One text is broken by meaning into lines; an array is printed as it stands. */
  title: string | readonly string[];
  /** 主送机关 (7.3.2). */
  recipients?: readonly string[];
  /** 正文 (7.3.3). */
  body: readonly Block[];
  /** 出席、请假、列席 of minutes (10.3). */
  attendance?: readonly Attendance[];
  /** 附件: listed after the text (附件说明, 7.3.4) and each printed on a new page (7.3.7). */
  attachments?: readonly Attachment[];
  /** 发文机关署名 and 成文日期 (7.3.5). */
  signature?: Signature;
  /** 附注 (7.3.6), printed in brackets. */
  note?: string;
  /** 版记 (7.4). */
  record?: DocumentRecord;
};

export type DocumentHead = {
  /** 发文机关标志 (7.2.4), e.g. “示例区科技局文件”; of minutes “…纪要”. */
  issuer: string;
  /** 份号 (7.2.1): printed in six digits. */
  copyNumber?: number;
  /** 密级和保密期限 (7.2.2). */
  secrecy?: string;
  /** 紧急程度 (7.2.3). */
  urgency?: string;
  /** 发文字号 (7.2.5): 代字、年份、顺序号. A text is printed as it stands (minutes: “第3期”). */
  number?: DocumentNumberParts | string;
  /** 签发人 (7.2.6), in reports to a superior. */
  signers?: readonly string[];
};

export type DocumentNumberParts = {
  /** 发文机关代字, e.g. “示科”. */
  code: string;
  year: number;
  serial: number;
};

/** A piece of text: plain, or with a mark. */
export type Run = string | { text: string; bold?: boolean; link?: string };

export type Block = Paragraph | Section | DocumentTable;

export type Paragraph = {
  kind: "paragraph";
  /** Line breaks begin a new paragraph. */
  text: string | readonly Run[];
};

/** 结构层次: 一、（一）1.（1） by depth, counted by place among sisters (7.3.3). */
export type Section = {
  kind: "section";
  heading: string;
  /** Printed behind the heading in the same paragraph (run-in). */
  text?: string | readonly Run[];
  blocks?: readonly Block[];
};

export type DocumentTable = {
  kind: "table";
  /** Printed above the table. */
  title?: string;
  columns: readonly TableColumn[];
  rows: readonly (readonly TableCell[])[];
  /** Printed below, e.g. the source of the figures. */
  note?: string;
};

export type TableColumn = {
  title: string;
  /** Share of the width; 1 where missing. */
  width?: number;
  align?: "left" | "center" | "right";
};

export type TableCell = string | readonly Run[];

export type Attendance = { label: string; people: string };

export type Attachment = { title: string; body: readonly Block[] };

export type Signature = {
  units: readonly string[];
  /** 成文日期 as YYYY-MM-DD. */
  date: string;
  /** Leaves the place for a seal (7.3.5.1); without it 7.3.5.2. */
  sealed?: boolean;
};

export type DocumentRecord = {
  /** 抄送机关 (7.4.2). */
  copies?: readonly string[];
  /** 印发机关 (7.4.3). */
  printedBy: string;
  /** 印发日期 as YYYY-MM-DD (7.4.3). */
  printedOn: string;
};

/** The faces of the letters. The standard names kinds (小标宋、仿宋、楷体、黑体、宋体); which file is installed differs by machine. */
export type DocumentFonts = {
  title: string;
  text: string;
  second: string;
  first: string;
  page: string;
};

export type WriteOptions = {
  /** Written into the file as its date of making. The same document with the same date gives the same bytes. */
  madeAt: Date;
  fonts?: Partial<DocumentFonts>;
};
