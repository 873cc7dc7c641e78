// Choices of this reader on this device: columns, saved views, shortcuts. Never data of the district.

const prefix = "kepu.workbench.";

/** What was kept, if it still has the expected form; storage can be switched off, full or from an older version. */
export const readLocal = <T>(name: string, is: (value: unknown) => value is T): T | undefined => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + name) ?? "null");
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const writeLocal = (name: string, value: unknown): void => {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // A private window without storage: the choice lasts as long as the page.
  }
};
