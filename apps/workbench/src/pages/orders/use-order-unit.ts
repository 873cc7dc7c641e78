import { useSearchParams } from "react-router";
import { useMe } from "../../me.tsx";

const readers: readonly string[] = ["supervisor", "dispatcher", "org_admin", "street_liaison"];

/** Whose orders are looked at: the unit of the switch above, else the first at which the reader may. */
export const useOrderUnit = (): string => {
  const me = useMe();
  const [search] = useSearchParams();
  return (
    search.get("unit") ??
    readers.flatMap((role) => me.grants.filter((grant) => grant.role === role))[0]?.unitId ??
    ""
  );
};
