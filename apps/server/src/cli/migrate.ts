import { join } from "node:path";
import { migrate, readMigrations } from "#kernel/migrate.ts";
import { type Command, withDatabase } from "#server/command-line.ts";

export const usage = "migrate                  把数据库升级到当前程序的版本（启动时也会自动升级）";

export const run: Command["run"] = async (_argv, io) =>
  withDatabase(io, async ({ pool }) => {
    const client = await pool.connect();
    try {
      const done = await migrate(client, readMigrations(join(import.meta.dirname, "../../migrations")));
      io.stdout(
        done.length === 0
          ? "✓ 数据库已是最新版本\n"
          : `✓ 已执行 ${done.length} 步：\n${done.map((name) => `  ${name}\n`).join("")}`,
      );
      return 0;
    } finally {
      client.release();
    }
  });
