import { fixed } from "#ui/fixed.tsx";

const wave = (y: number): string => `M-40 ${y}q20 -5 40 0${"t40 0".repeat(36)}`;
const water = fixed(<path d={`${wave(4)}M-20 9q20 -5 40 0${"t40 0".repeat(36)}`} />);

/** Three lines of water under the header and above the footer: the one ornament of the portal. */
export function RiverLine() {
  return (
    <svg
      class="river-line"
      viewBox="0 0 1400 14"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
      {...water}
    />
  );
}
