import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PersonnelError } from "./errors.ts";
import type { StaffStatus } from "./state.ts";
import type { Employment, StaffField, StaffJob } from "./vocabulary.ts";

export type StaffView = {
  id: string;
  unitId: string;
  unitName: string;
  /** Only while the person serves. */
  name: string | null;
  employment: Employment;
  job: StaffJob;
  field: StaffField;
  isWoman: boolean;
  isQualified: boolean;
  isRural: boolean;
  /** Person-months a year. */
  months: number | null;
  joinedOn: string;
  leftOn: string | null;
  status: StaffStatus;
  endReason: string | null;
};

/** Where an entry is kept. @throws AppError `personnel.not_found` (404) */
export const getStaffPlace = async (db: Db | Trx, staffId: string): Promise<{ unitPath: string }> => {
  const row = await db
    .selectFrom("science_staff as staff")
    .innerJoin("org_units as unit", "unit.id", "staff.unit_id")
    .select("unit.path as unitPath")
    .where("staff.id", "=", staffId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PersonnelError>("personnel.not_found", { status: 404 });
  return row;
};

/** The registers of the units in scope, by unit, the newest entry first. */
export const listStaff = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: {
    scope: Scope;
    status?: StaffStatus | undefined;
    employment?: Employment | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly StaffView[]; total: number }> => {
  const { status, employment } = filter;
  const found = db
    .selectFrom("science_staff as staff")
    .innerJoin("org_units as unit", "unit.id", "staff.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("staff.status", "=", status ?? "serving"))
    .$if(employment !== undefined, (query) =>
      query.where("staff.employment", "=", employment ?? "full_time"),
    );
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await found
    .selectAll("staff")
    .select("unit.name as unit_name")
    .orderBy("unit.name_sort")
    .orderBy("staff.created_at", "desc")
    .orderBy("staff.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      unitId: row.unit_id,
      unitName: row.unit_name,
      name: row.name_sealed === null ? null : context.cipher.decrypt(row.name_sealed),
      employment: row.employment,
      job: row.job,
      field: row.field,
      isWoman: row.is_woman,
      isQualified: row.is_qualified,
      isRural: row.is_rural,
      months: row.tenth_months === null ? null : row.tenth_months / 10,
      joinedOn: row.joined_on,
      leftOn: row.left_on,
      status: row.status,
      endReason: row.end_reason,
    })),
  };
};

export const staffCountNames = {
  total: "合计",
  women: "女性",
  qualified: "中级职称或本科以上",
  rural: "农村科普人员",
  management: "管理",
  creation: "创作",
  guide: "讲解辅导",
  research: "研究",
} as const;
type StaffCounts = Record<keyof typeof staffCountNames, number>;
export type UnitCounts = {
  unitId: string;
  unitName: string;
  fullTime: StaffCounts;
  partTime: StaffCounts;
  partTimeMonths: number;
};

/**
 * How many served on a day, unit by unit, as the statistics form asks (科普统计 科普人员): who had joined and not left before the
 * day was over. Entries made by mistake count on no day.
 */
export const countStaff = async (
  db: Db | Trx,
  input: { scope: Scope; day: string },
): Promise<readonly UnitCounts[]> => {
  const tally = (employment: Employment) => sql<StaffCounts>`json_build_object(
    'total', count(*) filter (where staff.employment = ${employment}),
    'women', count(*) filter (where staff.employment = ${employment} and staff.is_woman),
    'qualified', count(*) filter (where staff.employment = ${employment} and staff.is_qualified),
    'rural', count(*) filter (where staff.employment = ${employment} and staff.is_rural),
    'management', count(*) filter (where staff.employment = ${employment} and staff.job = 'management'),
    'creation', count(*) filter (where staff.employment = ${employment} and staff.job = 'creation'),
    'guide', count(*) filter (where staff.employment = ${employment} and staff.job = 'guide'),
    'research', count(*) filter (where staff.employment = ${employment} and staff.job = 'research'))`;
  return db
    .selectFrom("science_staff as staff")
    .innerJoin("org_units as unit", "unit.id", "staff.unit_id")
    .select([
      "unit.id as unitId",
      "unit.name as unitName",
      tally("full_time").as("fullTime"),
      tally("part_time").as("partTime"),
      sql<number>`(coalesce(sum(staff.tenth_months), 0) / 10.0)::float8`.as("partTimeMonths"),
    ])
    .where(withinScope("unit.path", input.scope))
    .where("staff.status", "<>", "struck")
    .where("staff.joined_on", "<=", input.day)
    .where((eb) => eb.or([eb("staff.left_on", "is", null), eb("staff.left_on", ">", input.day)]))
    .groupBy(["unit.id", "unit.name", "unit.name_sort"])
    .orderBy("unit.name_sort")
    .execute();
};
