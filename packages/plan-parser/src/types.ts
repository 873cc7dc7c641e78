/** The result types. A document is plain data: it survives JSON and structured clone unchanged. */

/** Numbering schemes, highest first. 一、→（一）→1.→（1）→① is the order of GB/T 9704—2012, 7.3.3. */
export type NumberingScheme =
  | "part" // 第一部分、第一编
  | "chapter" // 第一章
  | "section" // 第一节
  | "article" // 第一条
  | "ideographic" // 一、
  | "ideographicParen" // （一）
  | "decimal" // 1.
  | "dotted" // 1.1
  | "decimalParen" // （1）
  | "decimalHalfParen" // 1）
  | "circled" // ①
  | "letter"; // A. 甲、 Ⅰ. : no place in GB/T 9704

export type LineRange = { readonly from: number; readonly to: number };

export type SentenceRole =
  | "heading"
  | "body"
  | "title"
  | "issuer" // 发文机关标志、署名
  | "number" // 发文字号
  | "addressee" // 主送机关
  | "date" // 成文日期
  | "row" // a table row, cells parted by a tab
  | "line"; // a line without a full stop: a name in a list, 密级, 附注

export type Sentence = {
  /** Node id, `#`, ordinal in the node from 1. The same text laid out with other line breaks gives the same id. */
  readonly id: string;
  readonly nodeId: string;
  readonly role: SentenceRole;
  /** As printed, but without line breaks and without blanks between Chinese characters. */
  readonly text: string;
  readonly lines: LineRange;
};

export type Numbering = {
  readonly scheme: NumberingScheme;
  readonly value: number;
  /** As printed: `(四)`, `1．`. */
  readonly printed: string;
  /** One spelling a scheme: `（四）`, `1.`. */
  readonly normalised: string;
  /** `inline` when the number stands in the middle of a line, after the full stop of its parent. */
  readonly position: "line" | "inline";
};

export type NodeKind =
  | "document"
  | "head" // 版头 and the title of the covering notice
  | "notice" // text of the covering notice
  | "title" // title of the plan itself
  | "preamble"
  | "numbered"
  | "unnumbered" // a known heading without a number: 附则、名词解释
  | "closing" // 施行日期、有效期、解释权 after the last item
  | "attachmentList" // 附件：1. …
  | "signature"
  | "record" // 抄送、印发、附注
  | "attachment"
  | "notes"; // footnotes of a .docx

export type PlanNode = {
  /** Path of normalised numbers: `2.3.1` is 二、（三）1. ; a repeated number gets `~2`. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Depth below the document (0). */
  readonly level: number;
  readonly numbering: Numbering | null;
  readonly heading: string | null;
  /** `line`: on a line of its own. `runIn`: first sentence of its paragraph. `label`: before a colon, inside its sentence. */
  readonly headingForm: "line" | "runIn" | "label" | "none";
  /** Own text only, heading sentence included; the text of children is in the children. */
  readonly sentences: readonly Sentence[];
  readonly children: readonly PlanNode[];
  /** First to last source line, children included. */
  readonly lines: LineRange;
};

export type Comparison = "atLeast" | "moreThan" | "atMost" | "lessThan" | "about" | "equal";

export type Figure = {
  readonly sentenceId: string;
  readonly nodeId: string;
  readonly raw: string;
  /** 3.5万人次 is 35000 人次; 60% is 60 with unit `%`. */
  readonly value: number;
  /** Upper end of a printed range (3—5个). */
  readonly upTo: number | null;
  readonly unit: string;
  readonly comparison: Comparison;
  /** Printed period the figure is counted in: 每年不少于4场 → `year`. */
  readonly per: FrequencyUnit | null;
};

export type FrequencyUnit = "day" | "week" | "month" | "quarter" | "halfYear" | "term" | "year";

export type DateMention = {
  readonly sentenceId: string;
  readonly nodeId: string;
  readonly raw: string;
  readonly kind: "day" | "month" | "quarter" | "year" | "years" | "fiveYearPlan" | "frequency";
  /** ISO dates, both inclusive; null for a frequency. */
  readonly from: string | null;
  readonly to: string | null;
  /** `deadline`: 到2028年、2027年底前. `start`: 自…起. `during`: anything else. */
  readonly role: "deadline" | "start" | "during";
  readonly per: FrequencyUnit | null;
};

export type Target = {
  readonly sentenceId: string;
  readonly nodeId: string;
  readonly kind: "quantified" | "dated" | "both";
  readonly text: string;
  readonly figures: readonly Figure[];
  /** Latest end of the printed periods, ISO date. */
  readonly due: string | null;
};

export type Responsibility = {
  readonly sentenceId: string;
  readonly nodeId: string;
  readonly raw: string;
  readonly lead: readonly string[];
  readonly support: readonly string[];
};

export type Reference = {
  readonly sentenceId: string;
  readonly nodeId: string;
  readonly title: string | null;
  readonly number: DocumentNumber | null;
  /** True for the document's own title, number or 以下简称. */
  readonly self: boolean;
};

export type DocumentNumber = {
  readonly raw: string;
  readonly authority: string;
  readonly year: number;
  readonly serial: number;
};

export type Enumeration = {
  readonly nodeId: string;
  readonly form: "ordinalIs" | "ordinalComma" | "number"; // 一是 · 第一， · （1）
  readonly items: readonly { readonly ordinal: number; readonly text: string; readonly sentenceId: string }[];
};

export type Validity = {
  readonly sentenceId: string;
  readonly raw: string;
  /** Printed length, 有效期3年 → 36. */
  readonly months: number | null;
  readonly startsOn: string | null;
  /** Last day in force. */
  readonly expiresOn: string | null;
  /** Why a date is there or is missing. */
  readonly basis: "printedDate" | "issueDate" | "printedExpiry" | "issueDateUnknown" | "lengthUnknown";
};

export type DiagnosticCode =
  | "numbering_skipped"
  | "numbering_repeated"
  | "numbering_out_of_order"
  | "numbering_restarted"
  | "level_unknown"
  | "level_orphan"
  | "level_jump"
  | "mark_kept_as_text"
  | "bracket_mixed"
  | "sentence_unterminated"
  | "title_missing"
  | "numbering_missing"
  | "validity_missing";

export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning" | "notice";
  readonly line: number;
  readonly nodeId: string | null;
  readonly printed: string | null;
  readonly expected: number | null;
  readonly found: number | null;
};

export type Furniture = {
  readonly kind: "pageNumber" | "runningHead" | "contents" | "rule";
  readonly line: number;
  readonly text: string;
};

export type Statistics = {
  readonly lines: number;
  readonly characters: number;
  readonly sentences: number;
  readonly nodes: number;
  /** Numbered nodes outside notice and attachments. */
  readonly numberedByLevel: Readonly<Record<string, number>>;
  readonly numberedByScheme: Readonly<Partial<Record<NumberingScheme, number>>>;
  readonly longestOwnText: { readonly nodeId: string; readonly characters: number };
};

export type PlanDocument = {
  readonly format: "kepu.plan/1";
  readonly title: string | null;
  /** Title of the covering notice, when there is one. */
  readonly noticeTitle: string | null;
  readonly numbers: readonly DocumentNumber[];
  readonly issuer: string | null;
  readonly addressee: string | null;
  /** 成文日期, ISO date. */
  readonly issuedOn: string | null;
  readonly validity: Validity | null;
  readonly preamble: string | null;
  readonly root: PlanNode;
  readonly figures: readonly Figure[];
  readonly targets: readonly Target[];
  readonly dates: readonly DateMention[];
  readonly responsibilities: readonly Responsibility[];
  readonly references: readonly Reference[];
  readonly enumerations: readonly Enumeration[];
  readonly diagnostics: readonly Diagnostic[];
  readonly furniture: readonly Furniture[];
  readonly statistics: Statistics;
};

export type ParseOptions = {
  /** Longest text taken, in UTF-16 units. Default 2,000,000. */
  readonly maxCharacters?: number;
  /** Most nodes built. Default 100,000. */
  readonly maxNodes?: number;
};
