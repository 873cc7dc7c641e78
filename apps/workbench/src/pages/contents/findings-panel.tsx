import type { VersionView } from "./read-version.ts";

type Finding = VersionView["findings"][number];

/** What the machine pre-check found: what must be mended first, then what a person should look at. */
export const FindingsPanel = ({ findings }: { findings: readonly Finding[] }) => {
  if (findings.length === 0) return null;
  const must = findings.filter((finding) => finding.weight === "must");
  const look = findings.filter((finding) => finding.weight === "look");
  return (
    <section className="panel" aria-label="机器检查">
      <h2>
        机器检查：{must.length === 0 ? "可以送审" : `${must.length} 处必须先改`}
        {look.length > 0 && `，${look.length} 处请看一眼`}
      </h2>
      <ul className="findings">
        {[...must, ...look].map((finding) => (
          <li
            key={`${finding.rule} ${finding.place} ${finding.sentence}`}
            className={`finding-${finding.weight}`}
          >
            <strong>{finding.weight === "must" ? "必须改" : "请看"}</strong> {finding.place}：
            {finding.sentence}
          </li>
        ))}
      </ul>
    </section>
  );
};
