import type { DesignFile } from "./design-file/schema.ts";
import type { FormulaName } from "./explain/formulas.ts";
import type { InputFile } from "./input/read-table.ts";
import type { Table } from "./input/table.ts";

/** Where a command writes; the answer goes to a file or stdout, progress and refusals to stderr. */
export type CommandIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Milliseconds, for the time printed. */
  readonly now: () => number;
  /** Whether stderr is a terminal, where a progress bar is drawn over itself. */
  readonly isTerminal: boolean;
};

/** One figure that can be explained: what it is, and everything that went into it. */
export type Figure = {
  /** `literate/street/青枫街道`: for --explain. */
  readonly id: string;
  readonly label: string;
  readonly kind: "share" | "number" | "count" | "probability";
  readonly value: number;
  readonly standardError?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly formula: FormulaName;
  readonly inputs: Readonly<Record<string, string | number>>;
};

export type Cell = string | number | null;

/** How a column is shown to people; files hold the plain number. */
export type ColumnKind = "text" | "number" | "share" | "count" | "probability";

export type ResultTable = {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly title: string; readonly kind: ColumnKind }[];
  readonly rows: readonly (readonly Cell[])[];
};

/** What a command found, before it is written as JSON, CSV or HTML. */
export type Outcome = {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** The first is what a CSV file holds. */
  readonly tables: readonly ResultTable[];
  /** Parts of a page, made on the server: no script. */
  readonly parts?: readonly { readonly title: string; readonly html: string }[];
  readonly notes: readonly string[];
  /** What a later command reads besides the tables, as calibrated items. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** A whole page in place of the usual one. */
  readonly page?: string;
  /** R code that makes the same figures from the same files. */
  readonly rScript: string;
};

/** What a command may ask for. */
export type CommandContext = {
  readonly values: ReadonlyMap<string, string>;
  readonly io: CommandIo;
  /** From --seed, else from the design file, else "1". */
  readonly seed: string;
  readonly threads: number;
  readonly design: DesignFile;
  readonly designName: string;
  /** The table that an option names. */
  readonly table: (option: string) => Promise<Table>;
  readonly json: (option: string) => Promise<{ readonly value: unknown; readonly name: string }>;
  readonly inputs: readonly InputFile[];
  readonly progress: (label: string) => (done: number, all: number) => void;
  /** Runs another kepu-measure command line, as the guided example does step by step. */
  readonly runStep: (argv: readonly string[]) => Promise<number>;
};

export type Command = {
  /** `cat simulate` */
  readonly name: string;
  readonly summary: string;
  /** Options that must be given beside the common ones, and those that may be; each has a value. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Options without a value. */
  readonly flags?: readonly string[];
  /** With this flag `--out` is a folder that the command itself fills. */
  readonly folderFlag?: string;
  readonly run: (context: CommandContext) => Promise<Outcome>;
};

/** Draws a bar of 30 places, at most once per percent; nothing where stderr is no terminal. */
export const showProgress = (io: CommandIo, label: string): ((done: number, all: number) => void) => {
  let last = -1;
  return (done, all) => {
    const percent = all === 0 ? 100 : Math.floor((done / all) * 100);
    if (!io.isTerminal || percent === last) return;
    last = percent;
    const full = Math.round((percent / 100) * 30);
    io.stderr(
      `\r${label} [${"#".repeat(full)}${".".repeat(30 - full)}] ${percent}%${percent === 100 ? "\n" : ""}`,
    );
  };
};
