/** Says on every page of a demonstration that nothing on it is real. */
export function DemoBanner({ children }: { children?: string }) {
  return (
    <p class="demo-banner">
      <strong>演示</strong>
      <span>{children ?? "单位、人名、电话都是编的"}</span>
    </p>
  );
}
