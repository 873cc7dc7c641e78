import { toBar } from "./target-bar.ts";

type Target = {
  value: number;
  goal: number;
  expected: number | null;
  /** The forecast, or the interval of a survey. */
  forecast: { low: number; high: number } | null;
};

/**
 * How far it is: a bar from zero, the goal and today's mark as lines, forecast or interval as a band. Everything it shows stands beside it
 * in words.
 */
export const TargetChart = ({ target }: { target: Target }) => {
  const bar = toBar(target);
  return (
    <svg
      className="target-chart"
      viewBox="0 0 1000 44"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="0" y="14" width="1000" height="16" className="chart-ground" />
      {bar.band !== undefined && (
        <rect x={bar.band.from} y="10" width={bar.band.width} height="24" className="chart-band" />
      )}
      <rect x="0" y="14" width={bar.value} height="16" className="chart-bar" />
      {bar.expected !== undefined && (
        <line x1={bar.expected} y1="8" x2={bar.expected} y2="36" className="chart-expected" />
      )}
      <line x1={bar.goal} y1="2" x2={bar.goal} y2="42" className="chart-goal" />
    </svg>
  );
};
