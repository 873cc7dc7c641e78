import { useId } from "react";

/** A native choice of one file; its name is shown by the browser itself. */
export const FileField = ({
  label,
  accept,
  onChoose,
}: {
  label: string;
  accept: string;
  onChoose: (file: File | undefined) => void;
}) => {
  const id = useId();
  return (
    <div className="file-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="file" accept={accept} onChange={(event) => onChoose(event.target.files?.[0])} />
    </div>
  );
};
