-- Why: scores of units for a year (纳入目标管理考核, O-05, R-02): schemes in versions whose items never are likes, forwards, votes, log-ins
-- or study time; scores with their inputs, frozen; appeals that change one item with a trace.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

-- 政务移动互联网应用程序规范化管理办法 (2026): likes, online votes, forwards, log-ins and study time are never assessed. Blanks are taken out
-- first, so that “转 发 量” is no way round; the same list stands in banned.ts, and a test compares the two.
create function names_banned_metric(words text) returns boolean language sql immutable as $$
  select regexp_replace(lower(words), '[[:space:][:punct:]]', '', 'g') ~
    '(点赞|获赞|赞数|集赞|转发|转载量|分享数|分享量|分享次数|投票|票数|得票|拉票|登录|登陆|打卡|签到率|日活|月活|活跃度|学习时长|学习时间|学习时数|学习积分|在线时长|观看时长|停留时长|浏览量|阅读量|点击量|点击率|播放量|访问量|粉丝|关注数|关注量|下载量|安装量|装机量|like|forward|share|vote|login|logon|signin|checkin|studytime|watchtime|pageview|click|follower|download|install)'
$$;

create table score_schemes (
  id uuid constraint score_schemes_pkey primary key,
  unit_id uuid not null constraint score_schemes_unit_fkey references org_units (id),
  code text not null constraint score_schemes_code_check check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  version integer not null constraint score_schemes_version_check check (version >= 1),
  title text not null constraint score_schemes_title_check check (length(btrim(title)) between 4 and 80),
  status text not null constraint score_schemes_status_check check (status in ('draft', 'published', 'retired')),
  status_changed_at timestamptz not null,
  created_by_person_id uuid constraint score_schemes_created_by_fkey references persons (id),
  published_by_person_id uuid constraint score_schemes_published_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint score_schemes_version_key unique (code, version),
  constraint score_schemes_second_person_check check (published_by_person_id is null or published_by_person_id <> created_by_person_id),
  constraint score_schemes_banned_check check (not names_banned_metric(title))
);

create table score_items (
  id uuid constraint score_items_pkey primary key,
  scheme_id uuid not null constraint score_items_scheme_fkey references score_schemes (id),
  position integer not null constraint score_items_position_check check (position >= 1),
  title text not null constraint score_items_title_check check (length(btrim(title)) between 2 and 80),
  kind text not null constraint score_items_kind_check check (kind in ('facts', 'inspected')),
  -- Hundredths of a point, so that sums are exact.
  full_points integer not null constraint score_items_points_check check (full_points between 1 and 10000),
  -- facts: the kind that is counted and the amount that earns full points. inspected: the criterion that is judged on site.
  fact_kind text,
  target numeric(18, 4) constraint score_items_target_check check (target > 0),
  criterion text,
  constraint score_items_position_key unique (scheme_id, position),
  constraint score_items_formula_check check (case kind
    when 'facts' then fact_kind is not null and target is not null and criterion is null
    else fact_kind is null and target is null and length(btrim(criterion)) >= 5 end),
  constraint score_items_banned_check check (not names_banned_metric(title || '　' || coalesce(fact_kind, '') || '　' || coalesce(criterion, '')))
);

create table assessments (
  id uuid constraint assessments_pkey primary key,
  assessment_no bigint generated always as identity constraint assessments_no_key unique,
  unit_id uuid not null constraint assessments_unit_fkey references org_units (id),
  scheme_id uuid not null constraint assessments_scheme_fkey references score_schemes (id),
  year integer not null constraint assessments_year_check check (year between 2000 and 2100),
  status text not null constraint assessments_status_check check (status in ('open', 'frozen', 'published')),
  status_changed_at timestamptz not null,
  computed_at timestamptz,
  frozen_hash text constraint assessments_hash_check check (frozen_hash ~ '^[0-9a-f]{64}$'),
  frozen_at timestamptz,
  created_at timestamptz not null,
  constraint assessments_year_key unique (unit_id, scheme_id, year),
  constraint assessments_frozen_check check ((status = 'open') = (frozen_hash is null) and (frozen_hash is null) = (frozen_at is null))
);

create table assessment_units (
  assessment_id uuid not null constraint assessment_units_assessment_fkey references assessments (id),
  unit_id uuid not null constraint assessment_units_unit_fkey references org_units (id),
  constraint assessment_units_pkey primary key (assessment_id, unit_id)
);
create index assessment_units_unit_idx on assessment_units (unit_id);

create table score_lines (
  id uuid constraint score_lines_pkey primary key,
  assessment_id uuid not null,
  unit_id uuid not null,
  item_id uuid not null constraint score_lines_item_fkey references score_items (id),
  -- What the points were computed from, kept: the sum of the facts and how many there were, or the share judged on site.
  input numeric(18, 4),
  fact_count integer,
  note text,
  points integer not null constraint score_lines_points_check check (points >= 0),
  judged_by_person_id uuid constraint score_lines_judged_by_fkey references persons (id),
  -- The appeal that changed it last; null where none did.
  appeal_id uuid,
  updated_at timestamptz not null,
  constraint score_lines_unit_fkey foreign key (assessment_id, unit_id) references assessment_units (assessment_id, unit_id),
  constraint score_lines_item_key unique (assessment_id, unit_id, item_id)
);
create index score_lines_unit_idx on score_lines (unit_id);

create table score_appeals (
  id uuid constraint score_appeals_pkey primary key,
  line_id uuid not null constraint score_appeals_line_fkey references score_lines (id),
  reason text not null constraint score_appeals_reason_check check (length(btrim(reason)) between 10 and 2000),
  evidence_link text constraint score_appeals_link_check check (evidence_link ~ '^/[^/]'),
  filed_by_person_id uuid constraint score_appeals_filed_by_fkey references persons (id),
  status text not null constraint score_appeals_status_check check (status in ('filed', 'upheld', 'dismissed')),
  status_changed_at timestamptz not null,
  -- The trace: what the item was and what it became.
  input_before numeric(18, 4),
  points_before integer not null,
  input_after numeric(18, 4),
  points_after integer,
  decision text,
  decided_by_person_id uuid constraint score_appeals_decided_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint score_appeals_decided_check check ((status = 'filed') = (decision is null)),
  constraint score_appeals_upheld_check check ((status = 'upheld') = (points_after is not null)),
  constraint score_appeals_second_person_check check (decided_by_person_id is null or decided_by_person_id <> filed_by_person_id)
);
create unique index score_appeals_one_open on score_appeals (line_id) where status = 'filed';
create index score_appeals_line_idx on score_appeals (line_id);
alter table score_lines add constraint score_lines_appeal_fkey foreign key (appeal_id) references score_appeals (id);

-- A published scheme and its items never change: another version does.
create function score_schemes_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.status <> 'draft' and (new.unit_id, new.code, new.version, new.title, new.published_by_person_id)
      is distinct from (old.unit_id, old.code, old.version, old.title, old.published_by_person_id)) then
    raise exception 'a published scheme never changes' using errcode = '23514', constraint = 'score_schemes_stay';
  end if;
  return new;
end $$;
create trigger score_schemes_stay before update or delete on score_schemes for each row execute function score_schemes_keep();

create function score_items_keep() returns trigger language plpgsql as $$
declare
  scheme uuid := case when tg_op = 'DELETE' then old.scheme_id else new.scheme_id end;
begin
  if not exists (select 1 from score_schemes s where s.id = scheme and s.status = 'draft') then
    raise exception 'a published scheme never changes' using errcode = '23514', constraint = 'score_schemes_stay';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger score_items_stay before insert or update or delete on score_items for each row execute function score_items_keep();

-- A frozen score changes only by an appeal of its own line that was upheld with exactly these points.
create function score_lines_keep() returns trigger language plpgsql as $$
declare
  assessment uuid := case when tg_op = 'DELETE' then old.assessment_id else new.assessment_id end;
  frozen boolean := exists (select 1 from assessments a where a.id = assessment and a.status <> 'open');
begin
  if frozen and (tg_op <> 'UPDATE' or (new.assessment_id, new.unit_id, new.item_id) is distinct from (old.assessment_id, old.unit_id, old.item_id)
      or new.appeal_id is not distinct from old.appeal_id
      or not exists (select 1 from score_appeals p where p.id = new.appeal_id and p.line_id = new.id and p.status = 'upheld'
        and p.points_after = new.points and p.points_before = old.points and p.input_after is not distinct from new.input)) then
    raise exception 'a frozen score changes by an upheld appeal only' using errcode = '23514', constraint = 'score_lines_stay';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger score_lines_stay before insert or update or delete on score_lines for each row execute function score_lines_keep();

create function assessments_keep() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' and (tg_op = 'DELETE' or new.status = 'open' or (new.unit_id, new.scheme_id, new.year, new.frozen_hash, new.frozen_at, new.computed_at)
      is distinct from (old.unit_id, old.scheme_id, old.year, old.frozen_hash, old.frozen_at, old.computed_at)) then
    raise exception 'a frozen year stays frozen' using errcode = '23514', constraint = 'assessments_stay';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger assessments_stay before update or delete on assessments for each row execute function assessments_keep();

create function score_appeals_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.status <> 'filed' then
    raise exception 'a decided appeal never changes' using errcode = '23514', constraint = 'score_appeals_stay';
  end if;
  return new;
end $$;
create trigger score_appeals_stay before update or delete on score_appeals for each row execute function score_appeals_keep();
