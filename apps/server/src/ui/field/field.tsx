import type { ComponentChildren } from "preact";
import { FieldFrame, wireField, type FieldBase } from "./field-frame.tsx";

export type TextFieldProps = FieldBase & {
  value?: string | undefined;
  type?: "text" | "tel" | "email" | "password" | "search" | "url";
  inputmode?: "text" | "numeric" | "decimal" | "tel" | "email" | "search";
  /** WCAG 1.3.5: say what a field about the reader holds, so that the browser can fill it: `name`, `tel`, `current-password` … */
  autocomplete?: string;
  width?: "short" | "medium" | "full";
  maxlength?: number;
  /** Text that stands after the box: 人, 元, 分钟. */
  suffix?: string;
};

export function TextField(props: TextFieldProps) {
  const { value, type = "text", inputmode, autocomplete, width = "full", maxlength, suffix } = props;
  // preact types inputs as a union by literal type, which no variable fits
  const kind = type as "text";
  const input = (
    <input
      class={`input input--${width}`}
      type={kind}
      name={props.name}
      value={value}
      inputMode={inputmode}
      autocomplete={autocomplete}
      maxLength={maxlength}
      spellcheck={type === "text" ? undefined : false}
      {...wireField(props)}
    />
  );
  return (
    <FieldFrame field={props}>
      {suffix === undefined ? (
        input
      ) : (
        <span class="field__with-suffix">
          {input}
          <span>{suffix}</span>
        </span>
      )}
    </FieldFrame>
  );
}

export type TextAreaProps = FieldBase & { value?: string | undefined; rows?: number; maxlength?: number };

export function TextArea(props: TextAreaProps) {
  const { value, rows = 5, maxlength } = props;
  return (
    <FieldFrame field={props}>
      <textarea
        class="input input--full"
        name={props.name}
        rows={rows}
        maxLength={maxlength}
        {...wireField(props)}
      >
        {/* A parser drops a first line break inside textarea; one more keeps what was typed. */}
        {value?.startsWith("\n") ? `\n${value}` : value}
      </textarea>
    </FieldFrame>
  );
}

export type Option = { value: string; text: string };
export type SelectFieldProps = FieldBase & {
  options: readonly Option[];
  value?: string | undefined;
  emptyText?: string;
};

export function SelectField(props: SelectFieldProps) {
  const { options, value, emptyText = "请选择" } = props;
  return (
    <FieldFrame field={props}>
      <select class="input input--medium" name={props.name} {...wireField(props)}>
        <option value="">{emptyText}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export type DateFieldProps = FieldBase & {
  /** `2026-10-12` */
  value?: string | undefined;
  min?: string;
  max?: string;
  autocomplete?: "bday";
};

export function DateField(props: DateFieldProps) {
  const { value, min, max, autocomplete } = props;
  return (
    <FieldFrame field={props}>
      <input
        class="input input--medium"
        type="date"
        name={props.name}
        value={value}
        min={min}
        max={max}
        autocomplete={autocomplete}
        {...wireField(props)}
      />
    </FieldFrame>
  );
}

export type CodeFieldProps = FieldBase & {
  /** How many digits the code has. */
  digits?: number;
  value?: string | undefined;
};

/** A code from a message or an authenticator: digits keyboard, filled from the message where the phone can. */
export function CodeField(props: CodeFieldProps) {
  const { digits = 6, value } = props;
  return (
    <FieldFrame field={props}>
      <input
        class="input input--code"
        type="text"
        name={props.name}
        value={value}
        inputMode="numeric"
        pattern="[0-9]*"
        autocomplete="one-time-code"
        maxLength={digits}
        size={digits}
        spellcheck={false}
        {...wireField(props)}
      />
    </FieldFrame>
  );
}

export type FileFieldProps = FieldBase & {
  /** What the picker offers, for example `image/*,.pdf`; the server looks at the content itself. */
  accept?: string;
  multiple?: boolean;
  /** Files already kept, so that an error elsewhere does not ask for them again. */
  kept?: readonly { id: string; name: string }[];
  children?: ComponentChildren;
};

/** Needs a form with `encoding="files"`. */
export function FileField(props: FileFieldProps) {
  const { accept, multiple, kept = [] } = props;
  return (
    <FieldFrame field={props}>
      {kept.length > 0 && (
        <ul class="field__kept">
          {kept.map((file) => (
            <li key={file.id}>
              <input type="hidden" name={`${props.name}-kept`} value={file.id} />
              已保存：{file.name}
            </li>
          ))}
        </ul>
      )}
      <input
        class="input input--file"
        type="file"
        name={props.name}
        accept={accept}
        multiple={multiple}
        {...wireField(props)}
      />
    </FieldFrame>
  );
}
