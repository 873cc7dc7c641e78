import { buildContent } from "./probes/contents.ts";
import { buildGrant } from "./probes/identity.ts";
import { buildOrganisation } from "./probes/organisations.ts";
import { buildPolicy } from "./probes/policies.ts";
import { buildFact } from "./probes/trust.ts";
import type { World } from "./whole-system.ts";

/** Parameters of a route's address that name records which exist; none for routes whose records no builder makes. */
export const buildParams = async (world: World): Promise<(url: string) => Record<string, string>> => {
  const organisation = await buildOrganisation(world, world.places.street, "verified");
  await buildGrant(world, { personId: world.personId, unitId: world.places.street.id, role: "volunteer" });
  const fact = await buildFact(world, world.places.street);
  const content = await buildContent(world, world.places.street, "published");
  const policy = await buildPolicy(world, world.places.street, "published");
  const byPrefix: readonly [string, Record<string, string>][] = [
    ["/api/contents/", { id: content.contentId }],
    ["/api/content-versions/", { id: content.versionId }],
    ["/api/policies/", { id: policy }],
    ["/api/units/", { id: world.places.street.id }],
    ["/api/organisations/", { id: organisation }],
    ["/organisations/", { id: organisation }],
    ["/api/facts/", { id: fact }],
    ["/api/people/", { id: world.personId }],
    ["/api/figures/", { code: "organisations.verified", version: "1" }],
  ];
  return (url) => byPrefix.find(([prefix]) => url.startsWith(prefix))?.[1] ?? {};
};
