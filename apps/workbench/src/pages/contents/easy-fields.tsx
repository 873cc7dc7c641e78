import { Input } from "antd";
import { useState } from "react";
import { Labelled } from "./body-inputs.tsx";
import type { ContentBody } from "./text-document.ts";

type Renditions = ContentBody["renditions"];
type Easy = NonNullable<Renditions["easy"]>;

const colon = /[：:]/u;

/** One hard word a line, `钠：盐里的一种东西`; a line without a colon is a word that still needs its explanation. */
export const readWords = (lines: string): Easy["words"] =>
  lines
    .split("\n")
    .map((line) => {
      const at = line.search(colon);
      const [word, meaning] = at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
      return { word: word.trim().slice(0, 20), meaning: meaning.trim().slice(0, 80) };
    })
    .filter(({ word }) => word !== "")
    .slice(0, 20);

export const writeWords = (words: Easy["words"]): string =>
  words.map(({ word, meaning }) => `${word}：${meaning}`).join("\n");

/** 易读版: emptied, the text has none, and nobody has to proof it. */
export const EasyFields = ({
  renditions,
  set,
}: {
  renditions: Renditions;
  set: (renditions: Renditions) => void;
}) => {
  const { easy = { text: "", words: [] }, ...others } = renditions;
  // What is being typed stands as it is: a colon typed in the middle of a line must not jump.
  const [lines, setLines] = useState(() => writeWords(easy.words));
  const put = (next: Easy): void =>
    set(next.text === "" && next.words.length === 0 ? others : { ...others, easy: next });
  return (
    <>
      <Labelled
        id="easy"
        label="易读版"
        hint="可以不写。写给读书慢、记性差的人：一句不超过 20 字，只说一件事，一句一行。"
      >
        <Input.TextArea
          id="easy"
          rows={4}
          maxLength={2000}
          value={easy.text}
          onChange={(event) => put({ ...easy, text: event.target.value })}
        />
      </Labelled>
      <Labelled id="easyWords" label="易读版的难词" hint="一行一个，写成“钠：盐里的一种东西”，最多 20 个。">
        <Input.TextArea
          id="easyWords"
          rows={3}
          value={lines}
          onChange={(event) => {
            setLines(event.target.value);
            put({ ...easy, words: readWords(event.target.value) });
          }}
        />
      </Labelled>
    </>
  );
};
