import type { Db } from "#kernel/db.ts";
import { isAtOrBelow } from "#kernel/actor.ts";
import { listWorkingTeams } from "#modules/teams/index.ts";
import type { NeedCell } from "../coverage/figures.ts";
import { listItems } from "../menu.ts";

export type Offers = {
  streetNames: ReadonlyMap<string, string>;
  /** Verified teams that serve the street and can do something of the topic. */
  count: (cell: Pick<NeedCell, "topic" | "streetId">) => number;
};

/** What stands against the needs: teams by the street they serve and the skills that services of a topic ask for. */
export const readOffers = async (
  db: Db,
  input: { cells: readonly NeedCell[]; today: string },
): Promise<Offers> => {
  const ids = [...new Set(input.cells.flatMap((cell) => cell.streetId ?? []))];
  const streets =
    ids.length === 0
      ? []
      : await db.selectFrom("org_units").select(["id", "name", "path"]).where("id", "in", ids).execute();
  const pathOf = new Map(streets.map((street) => [street.id, street.path]));
  const teams = await listWorkingTeams(db, { day: input.today });
  const skills = Map.groupBy(await listItems(db), (item) => item.topic);
  return {
    streetNames: new Map(streets.map((street) => [street.id, street.name])),
    count: ({ topic, streetId }) => {
      const path = pathOf.get(streetId ?? "");
      const wanted = new Set((skills.get(topic ?? "") ?? []).map((item) => item.skill));
      if (path === undefined) return 0;
      return teams.filter(
        (team) =>
          team.areaPaths.some((area) => isAtOrBelow(path, area)) &&
          team.skills.some((skill) => wanted.has(skill)),
      ).length;
    },
  };
};
