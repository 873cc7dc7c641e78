import type { Assignment, Board, Candidate, Plan, SkillGap } from "@kepu/dispatch";
import type { ActContext } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { runInWorker } from "#kernel/worker-limits.ts";
import type { Scope } from "#modules/organisations/index.ts";
import type { OrdersError } from "../errors.ts";
import { type OrderStatus, statusNames } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";
import { boardLimit, type PlannedOrder, type ReadBoard, readBoard } from "./read-board.ts";
import { praiseWords, refusalWords, slotOf, zoneOf } from "./to-board.ts";

export type PlanAnswer =
  | { ok: false; sentence: string }
  | {
      ok: true;
      assignments: readonly Assignment[];
      outranked: readonly string[];
      gaps: readonly SkillGap[];
      gap: number;
      weakAreaShare: Plan["weakAreaShare"];
      looks: readonly {
        order: string;
        candidates: number;
        refused: number;
        chosen: Candidate | null;
      }[];
    };

const limits = { maxMemoryMb: 768, timeoutMs: 60_000 } as const;

const solve = async (board: Board): Promise<PlanAnswer> => {
  const outcome = await runInWorker<PlanAnswer>(new URL("./plan-worker.ts", import.meta.url), board, limits);
  if (!outcome.ok) throw new AppError<OrdersError>("orders.plan_failed", { status: 503 });
  return outcome.value;
};

export type PlanRow = {
  id: string;
  no: string;
  title: string;
  status: OrderStatus;
  statusName: string;
  ownerUnitId: string;
  dueAt: Date | null;
  place: string;
  wantedOn: string;
  wantedHalf: string;
  needsScreening: boolean;
  outcome: "team" | "outranked" | "gap";
  teamId: string | null;
  teamName: string | null;
  /** Why this team, why none is left, or what the nearest teams lack. */
  reasons: readonly string[];
  candidates: number;
  refused: number;
};

export type PlanView = {
  rows: readonly PlanRow[];
  /** Orders that wait, of which at most `limit` are planned at once. */
  total: number;
  limit: number;
  assigned: number;
  /** Distance from the best plan that can be proven, 0 … 1. */
  gap: number;
  weakAreaShare: number;
  /** What no team can do, the most frequent first. */
  skillGaps: readonly { text: string; orders: number }[];
  seconds: number;
};

const gapWords = (read: ReadBoard, order: PlannedOrder, gap: SkillGap): readonly string[] => {
  const [first] = gap.nearest;
  if (first === undefined) return ["还没有一支核验过的队"];
  const words = gap.nearest.slice(0, 3).flatMap(({ refusal, teams }) => {
    // A missing badge or head count differs from team to team: said once, by the team that lacks least.
    const sample = read.teams.find((team) => team.areaPaths.length > 0) ?? read.teams[0];
    if (sample === undefined) return [];
    const [text] =
      refusal.code === "badge" || refusal.code === "people"
        ? [`要 ${order.need.volunteers} 名够条件的队员`]
        : refusalWords(order.need, sample, [refusal], read.keptFrom(order.id));
    return text === undefined ? [] : [`最接近的 ${teams} 支队：${text}`];
  });
  return words.length === 0 ? ["没有一支队够条件"] : words;
};

const toRow = (
  read: ReadBoard,
  order: PlannedOrder,
  found: { answer: PlanAnswer & { ok: true }; teamOf: ReadonlyMap<string, string> },
): PlanRow => {
  const { answer, teamOf } = found;
  const { need } = order;
  const look = answer.looks.find((one) => one.order === order.id);
  const team = read.teams.find((one) => one.id === teamOf.get(order.id));
  const gap = answer.gaps.find((one) => one.order === order.id);
  const reasons =
    team !== undefined
      ? praiseWords(need, team, {
          wayMinutes: look?.chosen?.travelMinutes ?? 0,
          isSameStreet: zoneOf(team.unitPath, [need.streetPath]) === need.streetPath,
          isMeasured: false,
          recent: read.recentOf.get(team.id) ?? 0,
          free: team.capacity - (read.busyOf.get(team.id)?.[slotOf(need.day, need.half)] ?? 0),
        })
      : gap !== undefined
        ? gapWords(read, order, gap)
        : [`能接的 ${look?.candidates ?? 0} 支队那个半天都排给了别的单，可以改时间或请上级帮忙`];
  return {
    id: order.id,
    no: toOrderNo(order.orderNo),
    title: order.title,
    status: order.status,
    statusName: statusNames[order.status],
    ownerUnitId: order.ownerUnitId,
    dueAt: order.dueAt,
    place: order.placeName,
    wantedOn: need.day,
    wantedHalf: need.half,
    needsScreening: order.status === "submitted",
    outcome: team !== undefined ? "team" : gap !== undefined ? "gap" : "outranked",
    teamId: team?.id ?? null,
    teamName: team?.name ?? null,
    reasons,
    candidates: look?.candidates ?? 0,
    refused: look?.refused ?? 0,
  };
};

/**
 * A suggestion for a whole board at once (整板建议): nothing is written, the dispatcher accepts all of it or some, each by the
 * ordinary command, which looks again. Solved in a worker thread.
 * @throws AppError `orders.plan_failed` (503) | `orders.plan_refused` with the library's sentence (422)
 */
export const planBoard = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  input: { scope: Scope; now: Date; weakPaths?: readonly string[]; weakAreaShare?: number },
): Promise<PlanView> => {
  const begun = performance.now();
  const read = await readBoard(db, context, {
    scope: input.scope,
    now: input.now,
    weakPaths: input.weakPaths ?? [],
    weakAreaShare: input.weakAreaShare ?? 0,
  });
  const answer = await solve(read.board);
  if (!answer.ok)
    throw new AppError<OrdersError>("orders.plan_refused", {
      status: 422,
      values: { sentence: answer.sentence },
    });
  const teamOf = new Map(
    answer.assignments.flatMap(({ order, teams: [team] }) =>
      team === undefined ? [] : [[order, team] as const],
    ),
  );
  const rows = read.orders.map((order) => toRow(read, order, { answer, teamOf }));
  const counted = new Map<string, number>();
  for (const row of rows)
    if (row.outcome === "gap") {
      const text = row.reasons[0] ?? "";
      counted.set(`${row.title}：${text}`, (counted.get(`${row.title}：${text}`) ?? 0) + 1);
    }
  return {
    rows,
    total: read.total,
    limit: boardLimit,
    assigned: teamOf.size,
    gap: answer.gap,
    weakAreaShare: answer.weakAreaShare,
    skillGaps: [...counted].map(([text, orders]) => ({ text, orders })).sort((a, b) => b.orders - a.orders),
    seconds: (performance.now() - begun) / 1_000,
  };
};
