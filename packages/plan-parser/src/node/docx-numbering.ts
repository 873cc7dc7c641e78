import type { FileLimits } from "./limits.ts";
import { formatNumber } from "./number-formats.ts";
import { integer, isOn, readXml } from "./xml-events.ts";

type Level = {
  start: number;
  format: string;
  /** `%2` stands for the counter of the second level. */
  pattern: string;
  /** Level whose step makes this one begin anew; null: any higher one; 0: none. */
  restartAfter: number | null;
  allDecimal: boolean;
  hasSpace: boolean;
  styleId: string | null;
};

type Definition = { readonly levels: Map<number, Level>; linkedStyle: string | null };
type Instance = {
  definitionId: string;
  readonly starts: Map<number, number>;
  readonly levels: Map<number, Level>;
};

export type NumberingParts = {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly instances: ReadonlyMap<string, Instance>;
};

/** Word knows nine levels. */
const mostLevels = 9;

const newLevel = (): Level => ({
  start: 1,
  format: "decimal",
  pattern: "",
  restartAfter: null,
  allDecimal: false,
  hasSpace: true,
  styleId: null,
});

export const readNumbering = (bytes: Uint8Array | null, limits: FileLimits): NumberingParts => {
  const definitions = new Map<string, Definition>();
  const instances = new Map<string, Instance>();
  if (bytes === null) return { definitions, instances };
  let definition: Definition | null = null;
  let instance: Instance | null = null;
  let override: number | null = null;
  let level: Level | null = null;
  readXml({ name: "numbering.xml", bytes }, limits, {
    open: (element) => {
      const value = element.attribute("val");
      switch (element.name) {
        case "abstractNum":
          definition = { levels: new Map(), linkedStyle: null };
          definitions.set(element.attribute("abstractNumId") ?? "", definition);
          break;
        case "num":
          instance = { definitionId: "", starts: new Map(), levels: new Map() };
          instances.set(element.attribute("numId") ?? "", instance);
          break;
        case "abstractNumId":
          if (instance) instance.definitionId = value ?? "";
          break;
        case "numStyleLink":
          if (definition) definition.linkedStyle = value;
          break;
        case "lvlOverride":
          override = integer(element, "ilvl");
          break;
        case "startOverride":
          if (instance && override !== null) instance.starts.set(override, integer(element, "val") ?? 1);
          break;
        case "lvl": {
          level = newLevel();
          const index = integer(element, "ilvl") ?? 0;
          if (index >= 0 && index < mostLevels) (instance ?? definition)?.levels.set(index, level);
          break;
        }
        case "start":
          if (level) level.start = integer(element, "val") ?? 1;
          break;
        case "numFmt":
          if (level) level.format = value ?? "decimal";
          break;
        case "lvlText":
          if (level) level.pattern = (value ?? "").slice(0, 60);
          break;
        case "lvlRestart":
          if (level) level.restartAfter = integer(element, "val");
          break;
        case "isLgl":
          if (level) level.allDecimal = isOn(element);
          break;
        case "suff":
          if (level) level.hasSpace = value !== "nothing";
          break;
        case "pStyle":
          if (level) level.styleId = value;
          break;
        default:
      }
    },
    close: (name) => {
      if (name === "abstractNum") definition = null;
      if (name === "num") instance = null;
      if (name === "lvlOverride") override = null;
      if (name === "lvl") level = null;
    },
    text: () => {},
  });
  return { definitions, instances };
};

export type Numberer = {
  /** The printed number of the next paragraph at this level, with the blank behind it; empty for a bullet. */
  readonly next: (numberingId: string, level: number) => string;
  /** The level of a numbering that a style is bound to. */
  readonly levelOfStyle: (numberingId: string, styleId: string) => number | null;
};

/**
 * Counts as Word does: numberings of one definition go on with each other, a start override begins anew at its first
 * use, a step on a level begins all deeper ones anew.
 */
export const createNumberer = (
  parts: NumberingParts,
  numberingOfStyle: (styleId: string) => string | null,
): Numberer => {
  const counters = new Map<string, (number | null)[]>();
  const used = new Set<string>();

  const definitionOf = (
    instance: Instance,
  ): { readonly id: string; readonly definition: Definition } | null => {
    const definition = parts.definitions.get(instance.definitionId);
    if (!definition) return null;
    if (definition.linkedStyle === null) return { id: instance.definitionId, definition };
    const linked = parts.instances.get(numberingOfStyle(definition.linkedStyle) ?? "");
    const target = linked ? parts.definitions.get(linked.definitionId) : undefined;
    return linked && target ? { id: linked.definitionId, definition: target } : null;
  };

  return {
    levelOfStyle: (numberingId, styleId) => {
      const instance = parts.instances.get(numberingId);
      const found = instance ? definitionOf(instance) : null;
      for (const [index, level] of found?.definition.levels ?? [])
        if (level.styleId === styleId) return index;
      return null;
    },
    next: (numberingId, index) => {
      const instance = parts.instances.get(numberingId);
      const found = instance ? definitionOf(instance) : null;
      if (!instance || !found || index < 0 || index >= mostLevels) return "";
      const levelAt = (at: number): Level | undefined =>
        instance.levels.get(at) ?? found.definition.levels.get(at);
      const level = levelAt(index);
      if (!level) return "";
      const counts = counters.get(found.id) ?? Array.from({ length: mostLevels }, () => null);
      counters.set(found.id, counts);
      const override = instance.starts.get(index);
      const isFirstUse = !used.has(`${numberingId}/${index}`);
      used.add(`${numberingId}/${index}`);
      const count = counts[index] ?? null;
      if (override !== undefined && isFirstUse) counts[index] = override;
      else counts[index] = count === null ? level.start : count + 1;
      for (let deeper = index + 1; deeper < mostLevels; deeper += 1) {
        const after = levelAt(deeper)?.restartAfter ?? null;
        if (after === null || (after > 0 && index < after)) counts[deeper] = null;
      }
      const printed = level.pattern.replace(/%([1-9])/g, (_whole, digit: string) => {
        const at = Number(digit) - 1;
        const value = counts[at] ?? levelAt(at)?.start ?? 1;
        // A level shown before its first use counts as begun.
        counts[at] = value;
        return formatNumber(value, level.allDecimal ? "decimal" : (levelAt(at)?.format ?? "decimal"));
      });
      if (level.format === "bullet" || level.format === "none") return "";
      return printed !== "" && level.hasSpace ? `${printed} ` : printed;
    },
  };
};
