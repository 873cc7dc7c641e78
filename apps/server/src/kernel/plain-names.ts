/** What acts and records are called in lists that people read, such as the audit. */
export type PlainNames = {
  /** Action code → what was done, in a few words. */
  acts: Readonly<Record<string, string>>;
  /** Table → what one of its rows is. */
  records: Readonly<Record<string, string>>;
};

const acts = new Map<string, string>();
const records = new Map<string, string>();

/** Called by compose for the kernel and every module. */
export const registerPlainNames = (names: PlainNames): void => {
  for (const [code, name] of Object.entries(names.acts)) acts.set(code, name);
  for (const [table, name] of Object.entries(names.records)) records.set(table, name);
};

/** The act's name, else its code: an old entry may tell of an act that the program no longer knows. */
export const actName = (code: string): string => acts.get(code) ?? code;
export const recordName = (table: string): string => records.get(table) ?? table;

export const kernelNames: PlainNames = {
  acts: { "files.store": "保存文件" },
  records: { facts: "事实", stored_files: "文件", audit_entries: "操作" },
};
