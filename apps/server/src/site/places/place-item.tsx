import type { ListingItem } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { placeKindNames, type PlaceView } from "#site/directory.ts";
import { placePath } from "#site/paths.ts";

/** A place as a row: what it is, where, when, and a number to dial. */
export function placeItem(place: PlaceView): ListingItem {
  const facts = [place.kindText ?? placeKindNames[place.kind], place.streetName, place.openingText].filter(
    (fact) => fact !== undefined,
  );
  return {
    key: place.id,
    title: place.name,
    href: placePath(place.id),
    meta: facts.join(" · "),
    ...(place.address === undefined ? {} : { text: place.address }),
    ...(place.phone === undefined ? {} : { aside: <PhoneLink number={place.phone} about={place.name} /> }),
  };
}
