import { pinyin } from "pinyin-pro";

/** Sort key and search text of a Chinese name: PostgreSQL's C.UTF-8 order knows no pinyin. */
export const nameKeys = (name: string): { nameSort: string; nameSearch: string } => {
  const syllables = pinyin(name, { toneType: "num", type: "array", nonZh: "consecutive" });
  const plain = pinyin(name, { toneType: "none", type: "array", nonZh: "consecutive", v: true }).join("");
  const initials = pinyin(name, {
    pattern: "first",
    toneType: "none",
    type: "array",
    nonZh: "consecutive",
  }).join("");
  return {
    nameSort: syllables.join(" ").toLowerCase(),
    nameSearch: `${name} ${plain} ${initials}`.toLowerCase(),
  };
};
