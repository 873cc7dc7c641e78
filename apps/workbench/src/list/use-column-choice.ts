import { useState } from "react";
import { readLocal, writeLocal } from "../local-store.ts";

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

export type ColumnChoice = {
  shown: readonly string[];
  choose: (keys: readonly string[]) => void;
  reset: () => void;
};

/** Columns to show: the kept choice, without columns that no longer exist; the first column always stays. */
export const shownColumns = (
  columns: readonly { key: string; hidden?: true }[],
  kept: readonly string[] | undefined,
): readonly string[] => {
  const usual = columns.filter((column) => column.hidden !== true).map((column) => column.key);
  if (kept === undefined) return usual;
  const first = columns[0]?.key;
  return columns.map((column) => column.key).filter((key) => key === first || kept.includes(key));
};

/** Which columns this reader wants to see, kept on this device. */
export const useColumnChoice = (
  list: string,
  columns: readonly { key: string; hidden?: true }[],
): ColumnChoice => {
  const name = `columns ${list}`;
  const [kept, setKept] = useState(() => readLocal(name, isTexts));
  const choose = (keys: readonly string[]): void => {
    writeLocal(name, keys);
    setKept([...keys]);
  };
  const reset = (): void => {
    writeLocal(name, null);
    setKept(undefined);
  };
  return { shown: shownColumns(columns, kept), choose, reset };
};
