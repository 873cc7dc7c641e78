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
          <MinutesInput
            id="minutes"
            value={lesson.minutes}
            onChange={(minutes) => change({ lesson: { ...lesson, minutes } })}
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
      </div>
      <div>
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

/** Keeps what is typed, so that the field can be emptied on the way to another number; hands on 1 to 240. */
const MinutesInput = ({
  id,
  value,
  onChange,
}: {
  id: string;
  value: number;
  onChange: (value: number) => void;
}) => {
  const [typed, setTyped] = useState(String(value));
  return (
    <Input
      id={id}
      inputMode="numeric"
      maxLength={3}
      value={typed}
      onChange={(event) => {
        const digits = event.target.value.replaceAll(/\D/gu, "");
        setTyped(digits);
        if (digits !== "") onChange(Math.min(240, Math.max(1, Number(digits))));
      }}
      onBlur={() => setTyped(String(value))}
    />
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

/** 条目 | 版本 | 页码; without an edition nobody could look it up. */
const readStandard = (line: string): Standard | undefined => {
  const [text = "", edition = "", page = ""] = line.split(/[|｜]/u).map((part) => part.trim());
  return text === "" || edition === ""
    ? undefined
    : { text: text.slice(0, 200), edition: edition.slice(0, 60), page: page.slice(0, 20) };
};

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
  const lines = typed.split("\n").map(readStandard);
  const wrong = typed.split("\n").filter((line, index) => line.trim() !== "" && lines[index] === undefined);
  return (
    <>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={2_000}
        value={typed}
        placeholder="条目 | 版本 | 页码"
        onChange={(event) => {
          setTyped(event.target.value);
          const read = event.target.value.split("\n").flatMap((line) => readStandard(line) ?? []);
          onChange(read.slice(0, 8));
        }}
      />
      {wrong.length > 0 && (
        <p className="field-error" role="alert">
          这几行没有写版本，没有记下：{wrong.slice(0, 3).join("；")}
        </p>
      )}
    </>
  );
};
