import type { Db } from "#kernel/db.ts";
import { listTopics } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { matchRequests, type PairRequestView, toPairView } from "./pairs.ts";
import type { PairStatus } from "./state.ts";
import type { PairSide } from "./vocabulary.ts";

export type BoardRow = PairRequestView & {
  unitId: string;
  unitName: string;
  /** Open requests of the other side that share field or topic. */
  fits: number;
  /** Pairs in which one side has said yes and the other has not answered. */
  halfSaid: number;
  /** The joint draft, where the pair was made. */
  contentId: string | null;
};

/** 结对板 as the desk sees it: every request of its area, with what it could be paired with; nobody is named before he is credited. */
export const listPairBoard = async (
  db: Db,
  filter: {
    scope: Scope;
    side?: PairSide | undefined;
    status?: PairStatus | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly BoardRow[]; total: number }> => {
  let query = db
    .selectFrom("pair_requests as request")
    .innerJoin("org_units as unit", "unit.id", "request.unit_id")
    .where(withinScope("unit.path", filter.scope));
  if (filter.side !== undefined) query = query.where("request.side", "=", filter.side);
  if (filter.status !== undefined) query = query.where("request.status", "=", filter.status);
  const { total } = await query
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await query
    .selectAll("request")
    .select("unit.name as unit_name")
    .orderBy("request.created_at", "desc")
    .orderBy("request.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  if (rows.length === 0) return { rows: [], total };
  const ids = rows.map((row) => row.id);
  const topics = await listTopics(db);
  const open = await db
    .selectFrom("pair_requests")
    .select(["id", "side", "person_id", "field", "topic_code", "kind"])
    .where("status", "=", "open")
    .execute();
  const pairings = await db
    .selectFrom("pairings")
    .selectAll()
    .where((eb) => eb.or([eb("result_request_id", "in", ids), eb("creator_request_id", "in", ids)]))
    .execute();
  return {
    total,
    rows: rows.map((row) => {
      const own = pairings.filter(
        (pairing) => pairing.result_request_id === row.id || pairing.creator_request_id === row.id,
      );
      return {
        ...toPairView(row, topics),
        unitId: row.unit_id,
        unitName: row.unit_name,
        fits:
          row.status === "open"
            ? open.filter(
                (other) =>
                  other.side !== row.side &&
                  other.person_id !== row.person_id &&
                  matchRequests(row, other, topics) !== undefined,
              ).length
            : 0,
        halfSaid:
          row.status === "open"
            ? own.filter((pairing) => (pairing.result_yes_at === null) !== (pairing.creator_yes_at === null))
                .length
            : 0,
        contentId: own.find((pairing) => pairing.content_id !== null)?.content_id ?? null,
      };
    }),
  };
};
