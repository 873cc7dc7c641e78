import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { progressTones } from "#modules/plans/index.ts";
import type { Duties, DutyTask, UnitDuties } from "./duties.ts";

const TaskList = ({ tasks }: { tasks: readonly DutyTask[] }) => (
  <Listing
    heading="h4"
    items={tasks.map((task) => ({
      key: task.code,
      title: `${task.code} ${task.title}`,
      href: task.href,
      meta: `${task.dueOn} 前完成`,
      text: task.figureText ?? undefined,
      aside: <StatusTag tone={progressTones[task.status]} text={task.statusName} />,
    }))}
  />
);

const Unit = ({ unit }: { unit: UnitDuties }) => (
  <section class="stack" aria-label={unit.unitName}>
    <SectionHead title={unit.unitName}>
      这一周填表用了 {unit.burden.minutes} 分钟，上限 {unit.burden.limitMinutes} 分钟。
    </SectionHead>
    <h3>要抓紧的任务</h3>
    {unit.due.length === 0 ? (
      <EmptyState icon="check" title="没有落后的任务">
        两个月内也没有到期的。
      </EmptyState>
    ) : (
      <TaskList tasks={unit.due} />
    )}
    <h3>自己填好的</h3>
    {unit.filled.facts === 0 ? (
      <p>这一周还没有记录。做完的活动、服务、发布的内容会自动记到这里，不用另填。</p>
    ) : (
      <>
        <p>这一周自动记下 {unit.filled.facts} 条，不用再填：</p>
        <Listing
          heading="h4"
          items={unit.filled.latest.map((fact, index) => ({
            key: `${index} ${fact.text}`,
            title: fact.text,
            href: fact.href ?? undefined,
            meta: fact.on,
          }))}
        />
      </>
    )}
    {unit.filled.tasks.length > 0 && (
      <>
        <p>下面的进展由记录算出：</p>
        <TaskList tasks={unit.filled.tasks} />
      </>
    )}
    <h3>要您给的</h3>
    {unit.asked.length === 0 ? (
      <p>没有要另外交的材料。</p>
    ) : (
      <Listing
        heading="h4"
        items={unit.asked.map((one) => ({ key: one.text, title: one.text, href: one.href }))}
      />
    )}
  </section>
);

/** A liaison's page on a phone: what is due, what filled itself, what is asked. */
export const DutiesPage = ({ duties, now }: { duties: Duties; now: Date }) => (
  <div class="stack">
    <h1>本单位要办的事</h1>
    <section aria-label="等我办的">
      <SectionHead title="等我办的" />
      {duties.waiting.length === 0 ? (
        <EmptyState icon="check" title="没有等您办的事">
          有了以后，会列在这里，每周一也发一条短信。
        </EmptyState>
      ) : (
        <Listing
          items={duties.waiting.map((item) => ({
            key: item.kind,
            title: `${item.title}：${item.count} 件`,
            href: item.href,
            meta: item.dueAt === undefined ? undefined : `最早 ${dateTimeText(item.dueAt, now)} 到期`,
          }))}
        />
      )}
    </section>
    {duties.units.map((unit) => (
      <Unit key={unit.unitId} unit={unit} />
    ))}
  </div>
);
