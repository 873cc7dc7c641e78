import type { ComponentChildren } from "preact";
import { FieldError, FieldHint } from "#ui/field/field-frame.tsx";

export type FieldsetProps = {
  legend: ComponentChildren;
  children: ComponentChildren;
  /** Needed when there is a hint or an error. */
  id?: string;
  hint?: string | undefined;
  error?: string | undefined;
  heading?: "h1" | undefined;
  /** `one`: a radio group; `several`: checkboxes; `fields`: different fields that belong together. */
  kind?: "one" | "several" | "fields";
};

export function Fieldset({
  legend,
  children,
  id = "group",
  hint,
  error,
  heading,
  kind = "fields",
}: FieldsetProps) {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  return (
    <fieldset
      class={error === undefined ? "fieldset" : "fieldset field--wrong"}
      role={kind === "one" ? "radiogroup" : undefined}
      aria-invalid={kind === "one" && error !== undefined ? "true" : undefined}
      aria-describedby={described === "" ? undefined : described}
    >
      <legend class="fieldset__legend">
        {heading === "h1" ? <h1 class="fieldset__heading">{legend}</h1> : legend}
      </legend>
      {hint !== undefined && <FieldHint id={id}>{hint}</FieldHint>}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
      {children}
    </fieldset>
  );
}
