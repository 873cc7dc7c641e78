import { useId } from "react";

const maxBytes = 5 * 1024 * 1024;

/** What is wrong with a chosen file before it is sent; undefined where nothing is. */
export const refuseSheet = (file: File | undefined): string | undefined => {
  if (file === undefined) return "请先选择一个文件。";
  if (file.size > maxBytes) return "文件超过 5 MB，请拆成几个文件。";
  return file.size === 0 ? "这个文件是空的。" : undefined;
};

/** A sheet to be read in (.xlsx or .csv), with what is wrong with it beside it. */
export const SheetField = ({
  label,
  refusal,
  onChoose,
}: {
  label: string;
  refusal: string | undefined;
  onChoose: (file: File | undefined) => void;
}) => {
  const id = useId();
  return (
    <div className="file-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept=".xlsx,.csv"
        onChange={(event) => onChoose(event.target.files?.[0])}
        aria-describedby={`${id}-error`}
        aria-invalid={refusal !== undefined}
      />
      <p id={`${id}-error`} role="alert" className="field-error">
        {refusal}
      </p>
    </div>
  );
};
