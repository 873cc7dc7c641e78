export const kindOptions = [
  { value: "variety", label: "品种" },
  { value: "technique", label: "技术" },
  { value: "equipment", label: "装备" },
  { value: "facility", label: "设施" },
] as const;
export const seasonOptions = [
  { value: "spring", label: "春季" },
  { value: "summer", label: "夏季" },
  { value: "autumn", label: "秋季" },
  { value: "winter", label: "冬季" },
] as const;
export const groundOptions = [
  { value: "paddy", label: "水田" },
  { value: "dry_field", label: "旱地" },
  { value: "slope", label: "丘陵坡地" },
  { value: "mountain", label: "山地林地" },
  { value: "water", label: "池塘水面" },
  { value: "greenhouse", label: "大棚" },
  { value: "barn", label: "栏舍" },
] as const;

/** The words of some codes in the order of the options. */
export const wordsOf = (
  options: readonly { value: string; label: string }[],
  codes: readonly string[],
): string =>
  options
    .filter(({ value }) => codes.includes(value))
    .map(({ label }) => label)
    .join("、");
