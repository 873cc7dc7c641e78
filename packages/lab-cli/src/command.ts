/** Where a command writes; the answer's table goes to stdout, progress and refusals to stderr. */
export type CommandIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Milliseconds, for the time printed. */
  readonly now: () => number;
  /** The largest resident memory so far in bytes. */
  readonly memoryBytes: () => number;
  /** Whether stderr is a terminal, where a progress bar is drawn over itself. */
  readonly isTerminal: boolean;
};

export type Command = {
  /** `search run` */
  readonly name: string;
  readonly usage: string;
  /** Options that must be given, and those that may be; each has a value. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (values: ReadonlyMap<string, string>, io: CommandIo) => Promise<void>;
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

/** One decimal place per thousandth: 0.9374. */
export const shown = (value: number): string => value.toFixed(4);

/** The table for people, then one line of JSON for machines. */
export const printMeasures = (
  io: CommandIo,
  measures: Readonly<Record<string, number | Readonly<Record<string, number>>>>,
): void => {
  for (const [name, value] of Object.entries(measures)) {
    if (typeof value === "number")
      io.stdout(`${name.padEnd(28)} ${Number.isInteger(value) ? value : shown(value)}\n`);
    else
      for (const [part, number] of Object.entries(value))
        io.stdout(`${`${name}.${part}`.padEnd(28)} ${Number.isInteger(number) ? number : shown(number)}\n`);
  }
  io.stdout(`${JSON.stringify(measures)}\n`);
};
