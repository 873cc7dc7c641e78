import { Value } from "typebox/value";
import { MeasureError } from "../errors.ts";
import { type DesignFile, designSchema } from "./schema.ts";

type Problem = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
};

const kinds: Readonly<Record<string, string>> = {
  string: "文字",
  number: "数",
  integer: "整数",
  boolean: "true 或 false",
  array: "方括号里的列表",
  object: "花括号里的对象",
};

const listOf = (value: unknown): string => (Array.isArray(value) ? value.map(String).join("、") : "");

const reasonOf = ({ keyword, params }: Problem): string => {
  switch (keyword) {
    case "type":
      return `应为${kinds[String(params["type"])] ?? String(params["type"])}`;
    case "enum":
      return `只能是 ${listOf(params["allowedValues"])}`;
    case "required":
      return `缺少 ${listOf(params["requiredProperties"])}`;
    case "additionalProperties":
      return `没有 ${listOf(params["additionalProperties"])} 这样的设置`;
    case "minLength":
      return "不能是空的";
    case "minItems":
      return `至少要有 ${String(params["limit"])} 项`;
    case "maxItems":
      return `最多 ${String(params["limit"])} 项`;
    case "minimum":
      return `应不小于 ${String(params["limit"])}`;
    case "maximum":
      return `应不大于 ${String(params["limit"])}`;
    case "exclusiveMinimum":
      return `应大于 ${String(params["limit"])}`;
    case "exclusiveMaximum":
      return `应小于 ${String(params["limit"])}`;
    case "pattern":
      return "写法不对";
    default:
      return `不合要求（${keyword}）`;
  }
};

/** `/estimates/0/by` → `estimates[0].by` */
const fieldOf = (path: string): string =>
  path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce(
      (sum, part) => (/^\d+$/u.test(part) ? `${sum}[${part}]` : sum === "" ? part : `${sum}.${part}`),
      "",
    );

/**
 * A design file's value, checked; the first problem is refused with its field.
 *
 * @throws MeasureError `measure.design_invalid`
 * @example toDesign({ level: 0.9 }, "d.json").level; // => 0.9
 */
export const toDesign = (value: unknown, file: string): DesignFile => {
  if (Value.Check(designSchema, value)) return value;
  const problems = Value.Errors(designSchema, value) as readonly Problem[]; // the library's union of keywords
  // An unknown setting is reported twice; the one with its names says more.
  const problem = problems.find(({ keyword }) => keyword !== "boolean") ?? problems[0];
  const field = problem === undefined ? "" : fieldOf(problem.instancePath);
  throw new MeasureError("measure.design_invalid", {
    file,
    field: field === "" ? "（最外层）" : field,
    reason: problem === undefined ? "" : reasonOf(problem),
  });
};

/** A section that a command needs. @throws MeasureError `measure.design_section_missing` */
export const section = <K extends keyof DesignFile>(
  design: DesignFile,
  name: K,
  file: string,
): NonNullable<DesignFile[K]> => {
  const found = design[name];
  if (found === undefined || found === null)
    throw new MeasureError("measure.design_section_missing", { file, section: name });
  return found;
};

/** Refuses a field with a reason of the caller's. */
export const refuseField = (file: string, field: string, reason: string): never => {
  throw new MeasureError("measure.design_invalid", { file, field, reason });
};
