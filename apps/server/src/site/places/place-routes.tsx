import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { listUpcoming } from "#modules/activities/index.ts";
import { listDeskDays, listItems, ordersPaths } from "#modules/orders/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { openDirectory, type PlaceView } from "#site/directory.ts";
import { paths, placePath, placeSheetPath } from "#site/paths.ts";
import { PlacePage, PlaceSheetPage } from "./place-page.tsx";

const params = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" }) });
const anyone = { allow: "public" } as const;
const dayMs = 86_400_000;
/** Desks become orders five weeks ahead: further away nothing is sure. */
const daysShown = 35;
/** So many lines of the menu fit on a sheet beside the slip. */
const itemsPrinted = 16;

/** Pages of one place: its schedule of science (B-17), and the sheet with its number. */
export const registerPlacePages = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  const crumbs = [
    { label: "首页", href: paths.home },
    { label: "站点和场馆", href: paths.places },
  ];
  const placeOf = async (id: string, now: Date): Promise<PlaceView> => {
    const place = await openDirectory(db, now).place(id);
    if (place === undefined) throw new AppError("organisations.unit_not_found", { status: 404 });
    return place;
  };
  routes.page({
    url: placePath(":id"),
    access: anyone,
    // Not kept: a desk that is called off, a team that is found and an hour that passes change it without a word to the cache.
    params,
    handler: async ({ now, params: { id } }) => {
      const place = await placeOf(id, now);
      // What is on “in the community” is on at the community's station.
      const { parentId } = await getUnit(db, id, toDistrictDate(now));
      const unitIds = place.kind === "station" && parentId !== null ? [id, parentId] : [id];
      return {
        title: place.name,
        section: "find",
        breadcrumbs: crumbs,
        main: (
          <PlacePage
            place={place}
            desks={await listDeskDays(db, {
              placeUnitIds: unitIds,
              from: toDistrictDate(now),
              to: toDistrictDate(new Date(now.getTime() + daysShown * dayMs)),
            })}
            activities={await listUpcoming(db, now, { placeUnitIds: unitIds })}
            unitIds={unitIds}
            now={now}
          />
        ),
      };
    },
  });
  routes.page({
    url: placeSheetPath(":id"),
    access: anyone,
    cache: "anonymous",
    params,
    handler: async ({ now, params: { id } }) => {
      const place = await placeOf(id, now);
      const { phone } = place;
      // Without a number there is nothing to hang up.
      if (phone === undefined || place.kind !== "station") return { redirect: placePath(id) };
      return {
        title: `点单电话：${place.name}`,
        section: "find",
        breadcrumbs: [...crumbs, { label: place.name, href: placePath(id) }],
        main: (
          <PlaceSheetPage
            place={{ ...place, phone }}
            items={(await listItems(db)).slice(0, itemsPrinted)}
            address={`${config.publicUrl}${ordersPaths.menu}`}
            now={now}
          />
        ),
      };
    },
  });
};
