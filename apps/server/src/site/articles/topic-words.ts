import type { TopicView } from "#modules/contents/index.ts";
import { type MotifName, motifs } from "#ui/cover/motifs.ts";

const isMotif = (name: string): name is MotifName => Object.hasOwn(motifs, name);

/** The drawing of a topic; one that was named wrongly or not at all has the place's own. */
export const toMotif = (topics: readonly TopicView[], code: string | undefined): MotifName => {
  const motif = topics.find((topic) => topic.code === code)?.motif ?? "place";
  return isMotif(motif) ? motif : "place";
};
