import { fixed } from "#ui/fixed.tsx";

// The seal: 湘 江 科 普 cut in straight strokes, read from the right as on a stone seal.
const xiang =
  "M1.5 3l2 1.5M1 9l2 1.5M1.5 17l2.5-5M6 6h6.5M9.3 1.5v17M9.3 7l-3.5 6M9.3 7l3.3 5.5M14 3h5.5v15.5H14zM14 8h5.5M14 13h5.5";
const jiang = "M2 3l2.5 1.8M1 9l2.5 1.8M2 17.5l3-5.5M7.5 4h11.5M13.3 4v13M6.5 17.5h13";
const ke =
  "M9.5 2 2.5 4M1 7.5h9.5M6 3.3v15.2M6 8.5l-4.5 6M6 8.5l4 4.5M12.5 4l2 2M12.5 8.5l2 2M11.5 14l8.5-2M17.3 2v16.5";
const pu =
  "M6 1l1.5 2.5M14 1l-1.5 2.5M3 3.8h14M8 3.8V9M12 3.8V9M4 5.5 5.2 8M16 5.5 14.8 8M1 9.3h18M5 12h10v7H5zM5 15.5h10";

export function Seal({ class: className = "seal" }: { class?: string }) {
  return (
    <svg class={className} viewBox="0 0 56 56" width="56" height="56" aria-hidden="true" focusable="false">
      <rect class="seal__ground" x="1" y="1" width="54" height="54" rx="7" />
      <g class="seal__cut">
        <path transform="translate(30 7)" d={xiang} />
        <path transform="translate(30 29.5)" d={jiang} />
        <path transform="translate(6 7)" d={ke} />
        <path transform="translate(6 29.5)" d={pu} />
      </g>
    </svg>
  );
}

const sealAndName = fixed(
  <>
    <Seal />
    <span class="logotype__text">
      <span class="logotype__name">湘江科普</span>
      <span class="logotype__line">科学，就在身边</span>
    </span>
  </>,
);

/** The seal and the name; the link around it says where it leads. */
export function Logotype() {
  return <span class="logotype" {...sealAndName} />;
}

/**
 * The seal as a file of its own (favicon, PWA). A launcher cuts up to a fifth off each side of a `maskable` icon
 * (W3C, Web Application Manifest, safe zone), so there the ground is full and the cut stays within the inner 60 %.
 */
export function sealFile(shape: "rounded" | "maskable"): string {
  const ground =
    shape === "maskable"
      ? `<rect width="96" height="96" fill="#b02d1e"/>`
      : `<rect width="96" height="96" rx="14" fill="#b02d1e"/>`;
  const scale = shape === "maskable" ? 1.05 : 1.5;
  const offset = (96 - 56 * scale) / 2;
  const cuts = [
    ["30 7", xiang],
    ["30 29.5", jiang],
    ["6 7", ke],
    ["6 29.5", pu],
  ].map(([at, path]) => `<path transform="translate(${at})" d="${path}"/>`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">${ground}` +
    `<g transform="translate(${offset} ${offset}) scale(${scale})" fill="none" stroke="#fff6ea" stroke-width="2" stroke-linecap="square">${cuts.join("")}</g></svg>`
  );
}
