import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { LessonUseRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";

/** Lessons that teachers used: which, with whom, when. */
export const LessonUsesPage = () => (
  <ListPage<LessonUseRow>
    title="课程使用"
    intro={
      <>
        教师登记用过的课。同一位教师、同一个班、同一天、同一节课只记一次。合计见
        <Link to={paths.figure("commons.lesson_used", 1)}>课程使用的数字</Link>。
      </>
    }
    list="/api/lesson-uses"
    load={(query, signal) => read(client.GET("/api/lesson-uses", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `${row.title} ${row.className}`}
    rowTo={(row) => paths.content(row.contentId)}
    filters={[{ kind: "carried", name: "contentId", label: "课程", text: "这一节" }]}
    columns={[
      { key: "title", title: "课程", render: (row) => row.title },
      { key: "unit", title: "学校或单位", render: (row) => row.unitName },
      { key: "class", title: "班级", render: (row) => row.className },
      { key: "day", title: "上课日期", wrap: "never", render: (row) => row.usedOn },
      { key: "pupils", title: "学生", align: "right", render: (row) => row.pupilCount },
    ]}
    empty={{ title: "还没有登记", hint: "教师在门户的课程页点“我用过了”，会出现在这里。" }}
  />
);
