// Addresses of the site's own pages, used by routes, views and tests.
import type { Audience } from "#kernel/audiences.ts";

export const paths = {
  home: "/",
  search: "/search",
  orders: "/orders",
  activities: "/activities",
  rumours: "/rumours",
  me: "/me",
  signIn: "/sign-in",
  places: "/places",
  organisations: "/organisations",
  nonProfit: "/organisations?nonProfit=yes",
  topics: "/topics",
  upstream: "/upstream",
  easyReading: "/easy-reading",
  help: "/help",
  display: "/display",
  mode: "/mode",
  about: "/about",
  accessibility: "/accessibility",
  privacy: "/privacy",
  sitemap: "/sitemap",
  offline: "/offline",
  offlineItems: "/me/offline",
  workbench: "/workbench",
  ledger: "/ledger",
  manifest: "/manifest.webmanifest",
  components: "/ui",
} as const;

const zoneFolders: Readonly<Record<Audience, string>> = {
  youth: "youth",
  farmer: "farmers",
  worker: "workers",
  elder: "elders",
  official: "officials",
};

export const zonePath = (zone: Audience): string => `/zones/${zoneFolders[zone]}`;

export type PlacesFilter = {
  street?: string | undefined;
  kind?: string | undefined;
  q?: string | undefined;
  page?: number | undefined;
};

export const placePath = (id: string): string => `${paths.places}/${id}`;
/** A sheet to print and hang up: the number to call, what can be ordered, a slip to fill in. */
export const placeSheetPath = (id: string): string => `${placePath(id)}/sheet`;

/** The list of places with its filter in the address; what is not chosen is left out. */
export function placesPath(filter: PlacesFilter): string {
  const query = new URLSearchParams();
  if (filter.street) query.set("street", filter.street);
  if (filter.kind) query.set("kind", filter.kind);
  if (filter.q) query.set("q", filter.q);
  if (filter.page !== undefined && filter.page > 1) query.set("page", String(filter.page));
  const text = query.toString();
  return text === "" ? paths.places : `${paths.places}?${text}`;
}
