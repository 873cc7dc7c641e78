import type pg from "pg";

type Line = { line: string };

/** One statement-like line per object, in a fixed order; the same on PostgreSQL 15 and 18. */
const catalogueQuery = `
with own_tables as (
  select c.oid, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r','v','p')
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
select line from (
  select 1 as kind, t.relname as a, col.attnum::int as b, '' as c,
    format('column %s.%s %s%s%s', t.relname, col.attname, format_type(col.atttypid, col.atttypmod),
      case when col.attnotnull then ' not null' else '' end,
      case when col.attidentity <> '' then ' identity' when d.adbin is not null then
        (case when col.attgenerated <> '' then ' generated ' else ' default ' end) || pg_get_expr(d.adbin, d.adrelid) else '' end) as line
  from own_tables t join pg_attribute col on col.attrelid = t.oid and col.attnum > 0 and not col.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = col.attnum
  union all
  select 2, t.relname, 0, k.conname, format('constraint %s on %s: %s', k.conname, t.relname, pg_get_constraintdef(k.oid))
  from own_tables t join pg_constraint k on k.conrelid = t.oid where k.contype <> 'n'
  union all
  select 3, t.relname, 0, i.relname, pg_get_indexdef(x.indexrelid)
  from own_tables t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
  where not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid)
  union all
  select 4, t.relname, 0, g.tgname, pg_get_triggerdef(g.oid)
  from own_tables t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
  union all
  select 5, p.proname, 0, '', format('function %s(%s) returns %s: md5 %s', p.proname, pg_get_function_identity_arguments(p.oid),
    pg_get_function_result(p.oid), md5(p.prosrc))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union all
  select 6, t.relname, 0, '', format('view %s: %s', t.relname, regexp_replace(pg_get_viewdef(t.oid), '\\s+', ' ', 'g'))
  from own_tables t where t.relkind = 'v'
) all_lines order by kind, a collate "C", b, c collate "C", line collate "C"`;

/** The database's shape as text, compared with the golden `schema.sql` by a test. */
export const dumpSchema = async (client: pg.ClientBase): Promise<string> => {
  const result = await client.query<Line>(catalogueQuery);
  return `${result.rows.map((row) => row.line).join("\n")}\n`;
};
