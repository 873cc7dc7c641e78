/** Polygons of rings of [longitude, latitude]; each ring ends where it begins, the first ring of a polygon is its border. */
export type Point = readonly [number, number];
export type Polygons = readonly (readonly (readonly Point[])[])[];

export const mapLimits = { maxBytes: 4 * 1024 * 1024, maxFeatures: 300, maxPoints: 5_000 } as const;

export type Street = { id: string; name: string; codes: readonly string[] };
export type MapRow = { line: number; ok: boolean; sentence: string };
type ReadMap =
  | { problem: "file" | "limits" }
  | {
      rows: readonly MapRow[];
      shapes: readonly { unitId: string; polygons: Polygons }[];
      /** Streets of the district that the file does not draw. */
      missing: readonly string[];
    };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** About a decimetre: what more digits would say, no street's border knows. */
const rounded = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

/** Twice the signed area of a ring, in square degrees. */
const doubleArea = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);

/** A ring, or the sentence that says what is wrong with it. */
const readRing = (value: unknown): readonly Point[] | string => {
  if (!Array.isArray(value) || value.length < 4) return "边界少于 4 个点，围不成一个面";
  const ring: Point[] = [];
  for (const point of value as readonly unknown[]) {
    const [x, y]: readonly unknown[] = Array.isArray(point) ? point : [];
    if (typeof x !== "number" || typeof y !== "number") return "坐标不是数字";
    if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90))
      return `坐标 ${x}, ${y} 不是经纬度（经度 −180 到 180，纬度 −90 到 90）`;
    ring.push([rounded(x), rounded(y)]);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1])
    return "边界没有闭合，最后一个点要和第一个点相同";
  return doubleArea(ring) === 0 ? "边界没有围出面积" : ring;
};

const readPolygon = (value: unknown): Polygons[number] | string => {
  if (!Array.isArray(value) || value.length === 0) return "图形是空的";
  const rings: (readonly Point[])[] = [];
  for (const one of value as readonly unknown[]) {
    const ring = readRing(one);
    if (typeof ring === "string") return ring;
    rings.push(ring);
  }
  return rings;
};

const countPoints = (polygons: Polygons): number =>
  polygons.flat().reduce((sum, ring) => sum + ring.length, 0);

const readGeometry = (value: unknown): Polygons | string => {
  if (!isRecord(value)) return "没有图形";
  const { type, coordinates } = value;
  if (type !== "Polygon" && type !== "MultiPolygon")
    return `图形是 ${typeof type === "string" ? type : "空的"}，请用 Polygon 或 MultiPolygon`;
  const parts: readonly unknown[] =
    type === "Polygon" ? [coordinates] : Array.isArray(coordinates) ? coordinates : [];
  if (parts.length === 0) return "图形是空的";
  const polygons: Polygons[number][] = [];
  for (const part of parts) {
    const polygon = readPolygon(part);
    if (typeof polygon === "string") return polygon;
    polygons.push(polygon);
  }
  const points = countPoints(polygons);
  return points > mapLimits.maxPoints
    ? `有 ${points} 个点，最多 ${mapLimits.maxPoints} 个，请先简化边界`
    : polygons;
};

const textOf = (value: unknown): string =>
  typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";

/**
 * Streets' shapes from a GeoJSON file (RFC 7946, a FeatureCollection): each feature names its street by `code` (12 digits) or
 * `name`, and is said to be right or wrong in a sentence. Nothing is guessed: what is not a closed area of a known street is wrong.
 */
export const readStreetMap = (bytes: Buffer, streets: readonly Street[]): ReadMap => {
  if (bytes.length > mapLimits.maxBytes) return { problem: "limits" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/u, ""));
  } catch {
    return { problem: "file" };
  }
  if (!isRecord(parsed) || parsed["type"] !== "FeatureCollection" || !Array.isArray(parsed["features"]))
    return { problem: "file" };
  const features: readonly unknown[] = parsed["features"];
  if (features.length === 0) return { problem: "file" };
  if (features.length > mapLimits.maxFeatures) return { problem: "limits" };
  const byKey = new Map(
    streets.flatMap((street) => [street.name, ...street.codes].map((key) => [key, street] as const)),
  );
  const shapes = new Map<string, Polygons>();
  const rows = features.map((feature, index): MapRow => {
    const line = index + 1;
    const about = isRecord(feature) && isRecord(feature["properties"]) ? feature["properties"] : {};
    const [code, name] = [textOf(about["code"]), textOf(about["name"])];
    const wrong = (sentence: string): MapRow => ({ line, ok: false, sentence });
    if (code === "" && name === "") return wrong("没有写是哪个街道，请在 properties 里加 name 或 code。");
    const street = byKey.get(code) ?? byKey.get(name);
    const called = name === "" ? code : name;
    if (street === undefined)
      return wrong(
        `组织架构里没有“${called.slice(0, 40)}”。请核对名称，或先在组织架构里加上这个街道、镇或园区。`,
      );
    if (shapes.has(street.id)) return wrong(`“${street.name}”画了两次，请合成一个 MultiPolygon。`);
    const polygons = readGeometry(isRecord(feature) ? feature["geometry"] : undefined);
    if (typeof polygons === "string") return wrong(`“${street.name}”${polygons}。`);
    shapes.set(street.id, polygons);
    return {
      line,
      ok: true,
      sentence: `“${street.name}”${polygons.length} 块，${countPoints(polygons)} 个点。`,
    };
  });
  return {
    rows,
    shapes: [...shapes].map(([unitId, polygons]) => ({ unitId, polygons })),
    missing: streets.filter((street) => !shapes.has(street.id)).map((street) => street.name),
  };
};
