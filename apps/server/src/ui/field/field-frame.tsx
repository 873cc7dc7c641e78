// What all single fields share: label above, hint, error, then the control; ids that tie them together.
import type { ComponentChildren } from "preact";
import { Icon } from "#ui/icon/icon.tsx";

export type FieldBase = {
  name: string;
  label: string;
  /** Default: the name. An error summary links to it. */
  id?: string;
  hint?: string | undefined;
  /** What is wrong and what to type instead; replaces nothing that was typed. */
  error?: string | undefined;
  /** Fields are required unless they say 选填; the server checks, so that nothing typed is lost in a browser bubble. */
  optional?: boolean;
  /** On a page with one question the label is the page's h1. */
  heading?: "h1";
};

export type FieldWiring = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
  "aria-required": "true" | undefined;
};

export function wireField({ name, id = name, hint, error, optional }: FieldBase): FieldWiring {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  return {
    id,
    "aria-describedby": described === "" ? undefined : described,
    "aria-invalid": error === undefined ? undefined : "true",
    "aria-required": optional ? undefined : "true",
  };
}

export function Optional() {
  return <span class="field__optional">（选填）</span>;
}

export function FieldHint({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p class="field__hint" id={`${id}-hint`}>
      {children}
    </p>
  );
}

export function FieldError({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p class="field__error" id={`${id}-error`}>
      <Icon name="warning" />
      <span>
        <span class="visually-hidden">出错：</span>
        {children}
      </span>
    </p>
  );
}

export function FieldFrame({ field, children }: { field: FieldBase; children: ComponentChildren }) {
  const { id } = wireField(field);
  const label = (
    <label class="field__label" for={id}>
      {field.label}
      {field.optional && <Optional />}
    </label>
  );
  return (
    <div class={field.error === undefined ? "field" : "field field--wrong"}>
      {field.heading === "h1" ? <h1 class="field__heading">{label}</h1> : label}
      {field.hint !== undefined && <FieldHint id={id}>{field.hint}</FieldHint>}
      {field.error !== undefined && <FieldError id={id}>{field.error}</FieldError>}
      {children}
    </div>
  );
}
