import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { readEnv, toConfig } from "#kernel/config.ts";
import { type Finding, examine, type MachinePatient } from "#kernel/doctor.ts";
import { databaseChecks } from "#kernel/doctor-database.ts";
import { machineChecks } from "#kernel/doctor-machine.ts";
import { placeCluster } from "#kernel/embedded-cluster.ts";
import { AppError } from "#kernel/errors.ts";
import { readMigrations } from "#kernel/migrate.ts";
import { toStartSentence } from "#kernel/start-messages.ts";
import { type Command, type Io, withDatabase } from "#server/command-line.ts";

export const usage = "doctor                   体检：找出配置和运行中的问题，并说明怎么处理";

const home = join(import.meta.dirname, "../..");

const examineDatabase = async (machine: MachinePatient, io: Io): Promise<readonly Finding[]> => {
  try {
    return await withDatabase(io, async ({ pool }) =>
      examine(
        {
          ...machine,
          pool,
          migrations: readMigrations(join(home, "migrations")),
          schema: readFileSync(join(home, "schema.sql"), "utf8"),
        },
        databaseChecks,
      ),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [found = error.code, mend = ""] =
      (toStartSentence(error) ?? error.code).split("\n")[0]?.split(/(?<=。)/, 2) ?? [];
    return [{ check: error.code, level: "error", found, mend }];
  }
};

export const run: Command["run"] = async (_argv, io) => {
  const config = toConfig(readEnv(io.env));
  const machine: MachinePatient = {
    config,
    clock: io.clock,
    nodeVersion: process.version,
    clusterFolder: config.databaseUrl === undefined ? placeCluster(config.dataFolder).dataFolder : undefined,
    freeBytes: async (folder) => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
  const findings = [...(await examine(machine, machineChecks)), ...(await examineDatabase(machine, io))];
  for (const { check, level, found, mend } of findings)
    io.stdout(`${level === "error" ? "✗" : "!"} ${found}\n  → ${mend}  [${check}]\n`);
  const errors = findings.filter((one) => one.level === "error").length;
  io.stdout(
    findings.length === 0
      ? "✓ 没有发现问题\n"
      : `\n${errors} 个问题需要处理，${findings.length - errors} 个建议\n`,
  );
  return errors === 0 ? 0 : 1;
};
