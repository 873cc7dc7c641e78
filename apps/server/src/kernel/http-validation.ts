import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import type { TSchema } from "typebox";
import { AppError } from "./errors.ts";

export type InputError = "input.invalid" | "input.bad_characters" | "input.too_deep";

// The package is CommonJS: its function is the namespace's default.
const addFormats = addFormatsModule.default;

// JSON bodies are taken as they are; texts of forms and addresses are turned into numbers and booleans.
const strict = addFormats(new Ajv({ allErrors: true, strict: false, coerceTypes: false, useDefaults: true }));
const coercing = addFormats(
  new Ajv({ allErrors: true, strict: false, coerceTypes: "array", useDefaults: true }),
);

const compiled = new WeakMap<object, { strict?: ValidateFunction; coercing?: ValidateFunction }>();

const validatorOf = (schema: TSchema, kind: "strict" | "coercing"): ValidateFunction => {
  const known = compiled.get(schema) ?? {};
  compiled.set(schema, known);
  known[kind] ??= (kind === "strict" ? strict : coercing).compile(schema);
  return known[kind];
};

const lonelySurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** PostgreSQL takes no NUL and UTF-8 has no lone surrogates: such text is refused at the door. */
export const requireStorableText = (value: unknown, depth = 0): void => {
  if (depth > 40) throw new AppError<InputError>("input.too_deep", { status: 400 });
  if (typeof value === "string") {
    if (value.includes("\0") || lonelySurrogate.test(value))
      throw new AppError<InputError>("input.bad_characters", { status: 400 });
    return;
  }
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return;
  for (const [key, item] of Object.entries(value)) {
    requireStorableText(key, depth + 1);
    requireStorableText(item, depth + 1);
  }
};

const fieldOf = (error: ErrorObject): string => {
  const path = error.instancePath.split("/").filter((part) => part !== "");
  const missing: unknown = error.params["missingProperty"] ?? error.params["additionalProperty"];
  if (typeof missing === "string") path.push(missing);
  return path.join(".") || "_";
};

const labelOf = (schema: TSchema, field: string): string => {
  const properties: unknown = "properties" in schema ? schema.properties : undefined;
  if (typeof properties !== "object" || properties === null) return field;
  const property: unknown = Object.entries(properties).find(([name]) => name === field.split(".")[0])?.[1];
  if (
    typeof property === "object" &&
    property !== null &&
    "title" in property &&
    typeof property.title === "string"
  )
    return property.title;
  return field;
};

/** A sentence for each broken rule; the schema's `title` is the field's label on the page. */
const sentenceOf = (error: ErrorObject, label: string): string => {
  const limit: unknown = error.params["limit"];
  switch (error.keyword) {
    case "required":
      return `请填写${label}。`;
    case "minLength":
      return limit === 1 ? `请填写${label}。` : `${label}至少要 ${String(limit)} 个字。`;
    case "maxLength":
      return `${label}最多 ${String(limit)} 个字，请删短一些。`;
    case "minimum":
    case "exclusiveMinimum":
      return `${label}不能小于 ${String(limit)}。`;
    case "maximum":
    case "exclusiveMaximum":
      return `${label}不能大于 ${String(limit)}。`;
    case "enum":
    case "const":
    case "anyOf":
      return `请从给出的选项里选择${label}。`;
    case "additionalProperties":
      return `这里不能填写“${label}”，请刷新页面后再试。`;
    case "format":
    case "pattern":
      return `${label}的写法不对，请按提示改正。`;
    default:
      return `${label}不对，请检查后重新填写。`;
  }
};

/**
 * Checks `value` against the schema and returns it (forms: coerced, with defaults).
 * @throws AppError `input.invalid` (422) with a sentence for each wrong field
 */
export const validateInput = (schema: TSchema, value: unknown, kind: "strict" | "coercing"): unknown => {
  requireStorableText(value);
  const validate = validatorOf(schema, kind);
  const copy: unknown =
    kind === "coercing" && typeof value === "object" && value !== null ? { ...value } : value;
  if (validate(copy)) return copy;
  const fields: Record<string, string> = {};
  for (const error of validate.errors ?? []) {
    const field = fieldOf(error);
    fields[field] ??= sentenceOf(error, labelOf(schema, field));
  }
  throw new AppError<InputError>("input.invalid", { status: 422, fields });
};

/**
 * Checks the parts of an address. Nobody typed them into a field: what cannot be the number of a record is a place
 * that does not exist, not a form to correct.
 * @throws AppError `http.not_found` (404)
 */
export const validateParams = (schema: TSchema, params: unknown): unknown => {
  try {
    return validateInput(schema, params, "coercing");
  } catch (error) {
    if (error instanceof AppError) throw new AppError("http.not_found", { status: 404, cause: error });
    throw error;
  }
};
