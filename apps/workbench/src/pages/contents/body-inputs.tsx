import { Checkbox } from "antd";
import type { ReactNode } from "react";
import type { ContentBody } from "./text-document.ts";

export type Change = (part: Partial<ContentBody>) => void;
type Option = { value: string; label: string };

export const Labelled = ({
  id,
  label,
  hint,
  children,
}: {
  id: string;
  label: string;
  hint?: string;
  children: ReactNode;
}) => (
  <div className="labelled">
    <label htmlFor={id}>{label}</label>
    {children}
    {hint !== undefined && <p className="unknown">{hint}</p>}
  </div>
);

export const Choice = ({
  id,
  value,
  options,
  onChange,
}: {
  id: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) => (
  <select
    id={id}
    className="native-control wide"
    value={value}
    onChange={(event) => onChange(event.target.value)}
  >
    <option value="">请选择</option>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);

export const Ticks = ({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string[];
  options: readonly Option[];
  onChange: (value: string[]) => void;
}) => (
  <fieldset className="labelled">
    <legend>{label}</legend>
    <Checkbox.Group
      role="presentation"
      options={[...options]}
      value={value}
      onChange={(ticked) => onChange(ticked.map(String))}
    />
  </fieldset>
);
