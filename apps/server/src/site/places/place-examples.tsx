// The pages of a place in the states they can be in, for the page of examples.
import type { PageView } from "#kernel/http-types.ts";
import type { DeskDay } from "#modules/orders/index.ts";
import type { PlaceView } from "#site/directory.ts";
import { hostileText } from "#ui/example.ts";
import { PlacePage, PlaceSheetPage } from "./place-page.tsx";

const now = new Date("2026-11-23T09:00:00+08:00");

const build = (words: string): { place: PlaceView & { phone: string }; desk: DeskDay } => ({
  place: {
    id: "1",
    name: words,
    kind: "station",
    streetName: words,
    address: words,
    phone: "0731-00000001",
    openingText: words,
  },
  desk: { id: "1", title: words, day: "2026-11-25", half: "morning", itemTitle: words, teamName: words },
});

export const placeExamples: readonly { name: string; title: string; main: PageView["main"] }[] = [
  { name: "place", words: "枫林社区实践站（演示）" },
  { name: "place-hostile", words: hostileText },
].flatMap(({ name, words }) => {
  const { place, desk } = build(words);
  const items = [
    { code: "phone-registration", title: words, minutes: 60 },
    { code: "stars-talk", title: "星空和航天讲座", minutes: 60 },
  ];
  return [
    {
      name,
      title: "站点",
      main: <PlacePage place={place} unitIds={["1"]} desks={[desk]} activities={[]} now={now} />,
    },
    {
      name: `${name}-none`,
      title: "站点",
      main: <PlacePage place={place} unitIds={["1"]} desks={[]} activities={[]} now={now} />,
    },
    {
      name: `${name}-sheet`,
      title: "点单电话",
      main: <PlaceSheetPage place={place} items={items} address="https://kepu.example/orders" now={now} />,
    },
  ];
});
