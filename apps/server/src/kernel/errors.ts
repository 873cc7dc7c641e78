/**
 * An expected refusal. `code` is from a closed union of the module that throws it (`orders.already_accepted`);
 * the words for people are in that module's messages.ts and never here.
 */
export class AppError<Code extends string = string> extends Error {
  override readonly name = "AppError";
  readonly code: Code;
  readonly status: number;
  /** Values the sentence may name, and the form fields that are wrong: field name → field error code. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: Code, options: AppErrorOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 422;
    this.values = options.values ?? {};
    this.fields = options.fields ?? {};
  }
}

export type AppErrorOptions = {
  /** HTTP status, 400–499. */
  status?: number;
  values?: Record<string, string | number>;
  fields?: Record<string, string>;
  cause?: unknown;
};

/**
 * What was typed, without blanks around it.
 * @throws AppError `code` at the field (`reason`) where it has fewer than five characters, or than `least`
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it holds a module to its own closed codes
export const requireText = <Code extends string>(
  code: Code,
  typed: string | undefined,
  { least = 5, field = "reason" }: { least?: number; field?: string } = {},
): string => {
  const text = typed?.trim() ?? "";
  if (text.length < least) throw new AppError<Code>(code, { fields: { [field]: code } });
  return text;
};

/** Sentences for people by error code; `{name}` is replaced by the error's values. */
export type Messages<Code extends string = string> = Readonly<Record<Code, string>>;

export const formatMessage = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

export type MessageBook = {
  sentence: (error: AppError) => string;
  field: (code: string) => string;
  has: (code: string) => boolean;
};

/** Joins the messages of all modules; two sentences for one code are a programming mistake. */
export const createMessageBook = (books: readonly Messages[]): MessageBook => {
  const all = new Map<string, string>();
  for (const book of books) {
    for (const [code, text] of Object.entries(book)) {
      if (all.has(code)) throw new Error(`two messages for error code ${code}`);
      all.set(code, text);
    }
  }
  const find = (code: string): string =>
    all.get(code) ?? "这一步没有完成。请返回检查后再试；仍不行，请把页面上的编号告诉工作人员。";
  return {
    sentence: (error) => formatMessage(find(error.code), error.values),
    field: find,
    has: (code) => all.has(code),
  };
};
