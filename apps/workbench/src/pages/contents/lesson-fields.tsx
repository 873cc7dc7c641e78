import { Input } from "antd";
import { useState } from "react";
import { type Change, Labelled } from "./body-inputs.tsx";
import type { ContentBody } from "./text-document.ts";

/** A lesson: for whom, how long, what for, and where the curriculum asks for it. */
export const LessonFields = ({ body, change }: { body: ContentBody; change: Change }) => {
  const lesson = body.lesson ?? { grades: "", minutes: 40, aim: "" };
  return (
    <section className="panel">
      <h2>课程</h2>
      <div className="fields-row">
        <Labelled id="grades" label="适用年级">
          <Input
            id="grades"
            maxLength={40}
            value={lesson.grades}
            onChange={(event) => change({ lesson: { ...lesson, grades: event.target.value } })}
          />
        </Labelled>
        <Labelled id="minutes" label="时长（分钟）">
          <Input
            id="minutes"
            inputMode="numeric"
            value={String(lesson.minutes)}
            onChange={(event) =>
              change({
                lesson: {
                  ...lesson,
                  minutes: Math.min(240, Math.max(1, Number(event.target.value.replaceAll(/\D/gu, "")) || 1)),
                },
              })
            }
          />
        </Labelled>
        <Labelled id="aim" label="目标">
          <Input
            id="aim"
            maxLength={400}
            value={lesson.aim}
            onChange={(event) => change({ lesson: { ...lesson, aim: event.target.value } })}
          />
        </Labelled>
        <Labelled id="grade-numbers" label="年级数字" hint="1 到 12，用空格隔开，教师按它找课。">
          <NumbersInput
            id="grade-numbers"
            value={lesson.gradeNumbers ?? []}
            onChange={(gradeNumbers) => change({ lesson: { ...lesson, gradeNumbers } })}
          />
        </Labelled>
        <Labelled id="subject" label="学科">
          <Input
            id="subject"
            maxLength={20}
            value={lesson.subject ?? ""}
            onChange={(event) => change({ lesson: { ...lesson, subject: event.target.value } })}
          />
        </Labelled>
        <Labelled
          id="standards"
          label="课标"
          hint="每行一条：条目 | 版本 | 页码。照原文写，页码查不到就空着，不要编。"
        >
          <StandardsInput
            id="standards"
            value={lesson.standards ?? []}
            onChange={(standards) => change({ lesson: { ...lesson, standards } })}
          />
        </Labelled>
      </div>
    </section>
  );
};

/** Keeps what is typed, and hands on the grades that it holds. */
const NumbersInput = ({
  id,
  value,
  onChange,
}: {
  id: string;
  value: readonly number[];
  onChange: (value: number[]) => void;
}) => {
  const [typed, setTyped] = useState(value.join(" "));
  return (
    <Input
      id={id}
      maxLength={40}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        const grades = [...event.target.value.matchAll(/\d{1,2}/gu)].map((match) => Number(match[0]));
        onChange([...new Set(grades)].filter((grade) => grade >= 1 && grade <= 12));
      }}
    />
  );
};

type Standard = { text: string; edition: string; page: string };

/** Keeps what is typed, and hands on the lines that name a place and its edition. */
const StandardsInput = ({
  id,
  value,
  onChange,
}: {
  id: string;
  value: readonly Standard[];
  onChange: (value: Standard[]) => void;
}) => {
  const [typed, setTyped] = useState(
    value.map((place) => [place.text, place.edition, place.page].join(" | ")).join("\n"),
  );
  return (
    <Input.TextArea
      id={id}
      rows={3}
      maxLength={2_000}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(
          event.target.value
            .split("\n")
            .map((line) => line.split(/[|｜]/u).map((part) => part.trim()))
            .flatMap(([text = "", edition = "", page = ""]) =>
              text === "" || edition === ""
                ? []
                : [{ text: text.slice(0, 200), edition: edition.slice(0, 60), page: page.slice(0, 20) }],
            )
            .slice(0, 8),
        );
      }}
    />
  );
};
