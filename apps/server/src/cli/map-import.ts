import { parseArgs } from "node:util";
import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { importStreetMap } from "#modules/orders/index.ts";
import type { System } from "#server/compose.ts";
import { type Command, type Io, withSystem, readGiven, wrongUse } from "#server/command-line.ts";

export const usage = `map import <文件.geojson>  核对街道地图（GeoJSON），逐个说出对错，不写入
  --source <来源>          写明地图从哪里来，例如“区民政局 2026 年勘界”，写入时必填
  --apply                  全对时写入，换掉原来的地图`;

/**
 * The command on a composed system: a look, and with `apply` the writing of it.
 * @returns 0 done, 1 the file has a wrong shape
 */
export const importMapFrom = async (
  system: Pick<System, "context">,
  bytes: Buffer,
  options: { apply: "yes" | "no"; source: string; io: Io },
): Promise<number> => {
  const { db, clock, cipher } = system.context;
  const { io, source } = options;
  const { applied, rows, missing } = await inTransaction(db, (trx) =>
    importStreetMap(
      trx,
      { clock, cipher, requestId: `kepu-map-import-${createId(clock)}` },
      systemActor("kepu map import"),
      {
        bytes,
        source,
        today: toDistrictDate(clock.now()),
        mode: options.apply === "yes" ? "apply" : "preview",
      },
    ),
  );
  for (const row of rows) io.stdout(`${row.ok ? " " : "✗"} 第 ${row.line} 个图形 ${row.sentence}\n`);
  if (missing.length > 0) io.stdout(`- 文件里没有：${missing.join("、")}\n`);
  if (rows.some((row) => !row.ok)) {
    io.stdout("✗ 什么都没有写入。请按提示改好文件，再运行一次。\n");
    return 1;
  }
  io.stdout(
    applied
      ? `✓ 已写入 ${rows.length} 个街道\n`
      : "这是预览，什么都没有写入。加上 --apply --source <来源> 写入。\n",
  );
  return 0;
};

export const run: Command["run"] = async (argv, io) => {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { apply: { type: "boolean", default: false }, source: { type: "string", default: "" } },
  });
  const [path] = positionals;
  if (path === undefined || (values.apply && values.source.trim() === "")) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  const bytes = await readGiven(path, io);
  if (bytes === undefined) return wrongUse;
  return withSystem(io, (system) =>
    importMapFrom(system, bytes, {
      apply: values.apply ? "yes" : "no",
      source: values.source.trim() === "" ? "预览" : values.source.trim(),
      io,
    }),
  );
};
