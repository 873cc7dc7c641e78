import encodeQr from "qr";

export type QrProps = {
  /** What the code holds: an address of this site. */
  text: string;
  /** What scanning it does, for people who cannot see it. */
  label: string;
};

/** A code to scan from a screen or a sheet; always with the same address in words beside it. */
export function Qr({ text, label }: QrProps) {
  const rows = encodeQr(text, "raw", { ecc: "medium", border: 4 });
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect class="qr__ground" width={rows.length} height={rows.length} />
      <path class="qr__dark" d={qrPath(rows)} />
    </svg>
  );
}

/** One stroke per run of dark modules keeps the markup a third of one square each. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) => {
      const runs: string[] = [];
      for (let x = 0; x < row.length; x++) {
        if (!row[x]) continue;
        const start = x;
        while (row[x + 1]) x++;
        const width = x - start + 1;
        runs.push(`M${start} ${y}h${width}v1h-${width}z`);
      }
      return runs;
    })
    .join("");
}
