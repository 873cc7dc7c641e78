import type pg from "pg";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Migration } from "./migrate.ts";

/** Something that is wrong or will be, and how to mend it; both in Chinese, for whoever runs the site. */
export type Finding = { check: string; level: "error" | "warning"; found: string; mend: string };

/** What the checks look at. Numbers that a test must plant are handed in. */
export type Patient = {
  config: Config;
  clock: Clock;
  pool: pg.Pool;
  migrations: readonly Migration[];
  /** The golden schema.sql of this program. */
  schema: string;
  nodeVersion: string;
  /** Folder of the embedded cluster; undefined with DATABASE_URL. */
  clusterFolder: string | undefined;
  freeBytes: (folder: string) => Promise<number>;
};

export type MachinePatient = Omit<Patient, "pool" | "migrations" | "schema">;

export const finding = (
  check: string,
  level: Finding["level"],
  words: { found: string; mend: string },
): Finding => ({ check, level, ...words });

/** Runs checks one after another; a check that itself fails is a finding, and the others still run. */
export const examine = async <P>(
  patient: P,
  checks: Readonly<Record<string, (patient: P) => Promise<readonly Finding[]>>>,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      found.push(...(await check(patient)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      found.push(
        finding(name, "error", {
          found: `检查 ${name} 没有完成：${reason}`,
          mend: "请先处理其他问题，再运行一次 npx kepu doctor。",
        }),
      );
    }
  }
  return found;
};
