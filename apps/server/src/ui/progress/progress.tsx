export type ProgressProps = { label: string; value: number; max: number; unit?: string };

/** How far, in words as well as in a bar. */
export function Progress({ label, value, max, unit = "" }: ProgressProps) {
  const id = `progress-${label.length}-${value}-${max}`;
  return (
    <div class="progress">
      <p class="progress__label" id={id}>
        {label}：{value} / {max}
        {unit}
      </p>
      <progress class="progress__bar" value={value} max={max} aria-labelledby={id} />
    </div>
  );
}
