import { Link } from "react-router";
import type { StreetMapView } from "../../api/views.ts";

type Shape = StreetMapView["shapes"][number];
type Point = readonly number[];

const width = 1_000;
const levels = 5;

/** Longitude shrinks with the latitude; north is up. */
const project = (shapes: readonly Shape[]) => {
  const points = shapes.flatMap((shape) => shape.polygons.flat(2));
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const squeeze = Math.cos(((bottom + top) / 2) * (Math.PI / 180));
  const scale = width / Math.max((right - left) * squeeze, 1e-9);
  const height = Math.max((top - bottom) * scale, 1);
  const at = ([x = 0, y = 0]: Point): readonly [number, number] => [
    (x - left) * squeeze * scale,
    (top - y) * scale,
  ];
  return { height, at };
};

const pathOf = (shape: Shape, at: (point: Point) => readonly [number, number]): string =>
  shape.polygons
    .flat()
    .map(
      (ring) =>
        `M${ring
          .map((point) =>
            at(point)
              .map((value) => value.toFixed(1))
              .join(" "),
          )
          .join("L")}Z`,
    )
    .join("");

/** The centre of mass of the largest ring: where its number stands. */
const centreOf = (
  shape: Shape,
  at: (point: Point) => readonly [number, number],
): readonly [number, number] => {
  let best = { area: -1, x: 0, y: 0 };
  for (const [border] of shape.polygons) {
    const ring = (border ?? []).map(at);
    let [area, x, y] = [0, 0, 0];
    for (const [index, [x1, y1]] of ring.entries()) {
      const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
      const cross = x1 * y2 - x2 * y1;
      area += cross;
      x += (x1 + x2) * cross;
      y += (y1 + y2) * cross;
    }
    if (Math.abs(area) > best.area && area !== 0)
      best = { area: Math.abs(area), x: x / (3 * area), y: y / (3 * area) };
  }
  return [best.x, best.y];
};

/** Streets as links with their number in them; darker is more, and the number says how many. Tab goes from street to street. */
export const StreetMap = ({
  shapes,
  valueOf,
  nameOf,
  toOf,
  label,
}: {
  shapes: readonly Shape[];
  valueOf: (unitId: string) => number;
  nameOf: (unitId: string) => string;
  toOf: (unitId: string) => string;
  label: string;
}) => {
  const { height, at } = project(shapes);
  const most = Math.max(1, ...shapes.map((shape) => valueOf(shape.unitId)));
  return (
    <nav aria-label="街道" className="table-scroll">
      <svg className="street-map" viewBox={`-4 -4 ${width + 8} ${height + 8}`} aria-label={label}>
        {shapes.map((shape) => {
          const value = valueOf(shape.unitId);
          const level = value === 0 ? 0 : Math.max(1, Math.ceil((value / most) * (levels - 1)));
          const [x, y] = centreOf(shape, at);
          return (
            <Link key={shape.unitId} to={toOf(shape.unitId)} className={`street street-${level}`}>
              <path d={pathOf(shape, at)} fillRule="evenodd" />
              <text x={x} y={y - 6} className="street-name">
                {nameOf(shape.unitId)}
              </text>
              <text x={x} y={y + 18} className="street-value">
                {value}
              </text>
            </Link>
          );
        })}
      </svg>
    </nav>
  );
};
