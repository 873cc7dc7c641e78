import { audienceNames, type Audience } from "#kernel/audiences.ts";

/** Name and voice of a zone; each zone's page begins with it. */
export function ZoneHead({ zone, line }: { zone: Audience; line: string }) {
  return (
    <div class="zone-head">
      <h1>{audienceNames[zone]}</h1>
      <p class="lead">{line}</p>
    </div>
  );
}
