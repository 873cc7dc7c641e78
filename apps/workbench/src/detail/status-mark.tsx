export type Tone = "waiting" | "done" | "urgent" | "quiet";

/** A status in words; shape and colour only repeat them. */
export const StatusMark = ({ tone, children }: { tone: Tone; children: string }) => (
  <span className={`status status-${tone}`}>
    <span className="status-dot" aria-hidden="true" />
    {children}
  </span>
);
