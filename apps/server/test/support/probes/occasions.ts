import { randomUUID } from "node:crypto";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

let days = 0;
/** Each period lies on days of its own: two of one occasion never overlap. */
const nextDay = (): string => {
  days += 1;
  return new Date(Date.UTC(2027, 0, days)).toISOString().slice(0, 10);
};

const buildPeriod = async ({ system }: World): Promise<string> => {
  const id = randomUUID();
  const day = nextDay();
  await system.context.db
    .insertInto("occasion_periods")
    .values({
      id,
      occasion_code: "cold-wave",
      starts_on: day,
      ends_on: day,
      is_on: true,
      reason: "演示：寒潮预警",
      ended_on: null,
      end_reason: null,
      created_at: system.clock.now(),
    })
    .execute();
  return id;
};

export const occasionsProbes: readonly Probe[] = [
  {
    kind: "record",
    method: "PUT",
    url: "/api/occasions/:code",
    fixedAt: "root",
    build: () => ({
      params: { code: "demo-day" },
      payload: {
        kind: "campaign",
        name: "演示日",
        about: "演示用的一天",
        advice: "演示用的提醒",
        audiences: ["elder"],
        topics: [],
        words: [],
        rule: { kind: "announced" },
        source: null,
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/occasions/:code/periods",
    fixedAt: "root",
    build: () => {
      const day = nextDay();
      return {
        params: { code: "heat" },
        payload: { startsOn: day, endsOn: day, act: "on", reason: "演示：高温预警" },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/occasion-periods/:id/end",
    fixedAt: "root",
    build: async (world) => ({
      params: { id: await buildPeriod(world) },
      payload: { reason: "演示：解除" },
    }),
  },
];
