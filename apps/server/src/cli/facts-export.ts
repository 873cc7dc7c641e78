import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { to as copyTo } from "pg-copy-streams";
import { type Command, withDatabase, wrongUse } from "#server/command-line.ts";

export const usage = `facts export <文件.csv>  导出全部事实（CSV，UTF-8，含冲销记录）`;

// Cells that a spreadsheet would take for a formula get an apostrophe in front.
const safe = (column: string): string =>
  `case when ${column} ~ '^[=+\\-@\\t\\r＝＋－＠]' then '''' || ${column} else ${column} end as ${column.split(".").at(-1) ?? column}`;

export const run: Command["run"] = async (argv, io) => {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  const [file] = positionals;
  if (file === undefined) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  return withDatabase(io, async ({ pool }) => {
    const client = await pool.connect();
    try {
      const stream = client.query(
        copyTo(`copy (
          select f.id, f.kind, f.occurred_on, f.recorded_at, f.unit_id, ${safe("u.name")}, ${safe("f.place")}, f.audience, ${safe("f.topic")},
            f.plan_tags, f.quantity, f.measure, f.source_table, f.source_id, f.reverses_id
          from facts f join org_units u on u.id = f.unit_id order by f.recorded_at, f.id) to stdout with (format csv, header)`),
      );
      const out = createWriteStream(file, { flags: "wx" });
      out.write("\uFEFF"); // Excel takes a CSV without this mark for another encoding
      await pipeline(stream, out);
      io.stdout(`✓ 已导出 ${stream.rowCount} 条事实到 ${file}\n`);
      return 0;
    } finally {
      client.release();
    }
  });
};
