import { Alert, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem.ts";
import { type Change, Choice, Labelled } from "./body-inputs.tsx";
import type { ContentBody, Media } from "./text-document.ts";

type Part = { body: ContentBody; change: Change };

const toCount = (text: string, max: number): number | undefined => {
  const digits = text.replaceAll(/\D/gu, "");
  return digits === "" ? undefined : Math.min(max, Math.max(1, Number(digits)));
};

/** One file: chosen, sent, named by its place in the item; what failed is said beside it. */
const FileButton = ({
  label,
  accept,
  upload,
  onStored,
}: {
  label: string;
  accept: string;
  upload: (file: File) => Promise<string>;
  onStored: (fileId: string) => void;
}) => {
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setSending(true);
    setRefusal(undefined);
    try {
      onStored(await upload(file));
    } catch (thrown) {
      setRefusal(asProblem(thrown).message);
    } finally {
      setSending(false);
    }
  };
  return (
    <label className="file-choice">
      {sending ? "正在上传…" : label}
      <input type="file" accept={accept} onChange={(event) => void send(event.target.files?.[0])} />
      {refusal !== undefined && (
        <span className="field-error" role="alert">
          {refusal}
        </span>
      )}
    </label>
  );
};

export const PanelFields = ({ body, change, upload }: Part & { upload: (file: File) => Promise<string> }) => {
  const panels = body.panels ?? [];
  const set = (next: typeof panels): void => change({ panels: next });
  return (
    <section className="panel">
      <h2>画面</h2>
      <p className="unknown">至少两幅。每幅都要写画面说明，看不见图的人靠它读完整个故事。</p>
      {panels.map((panel, index) => (
        <fieldset key={panel.fileId} className="source-fields">
          <legend>第 {index + 1} 幅</legend>
          <img src={`/api/content-files/${panel.fileId}`} alt={panel.alt} width={160} />
          <Input.TextArea
            aria-label={`第 ${index + 1} 幅画面说明`}
            placeholder="画面说明：谁在做什么，有什么字"
            rows={2}
            maxLength={300}
            value={panel.alt}
            onChange={(event) =>
              set(panels.map((one, at) => (at === index ? { ...one, alt: event.target.value } : one)))
            }
          />
          <Input
            aria-label={`第 ${index + 1} 幅图下文字`}
            placeholder="图下文字"
            maxLength={120}
            value={panel.caption}
            onChange={(event) =>
              set(panels.map((one, at) => (at === index ? { ...one, caption: event.target.value } : one)))
            }
          />
          <Button size="small" onClick={() => set(panels.filter((_, at) => at !== index))}>
            删掉第 {index + 1} 幅
          </Button>
        </fieldset>
      ))}
      {panels.length < 12 && (
        <FileButton
          label="加一幅画面（图片）"
          accept="image/*"
          upload={upload}
          onStored={(fileId) => set([...panels, { fileId, alt: "", caption: "" }])}
        />
      )}
    </section>
  );
};

export const MediaFields = ({ body, change, upload }: Part & { upload: (file: File) => Promise<string> }) => {
  const media = body.media ?? {};
  const set = (part: Partial<Media>): void => change({ media: { ...media, ...part } });
  const without = (...names: (keyof Media)[]): void => {
    const rest = Object.fromEntries(
      Object.entries(media).filter(([name]) => !names.some((gone) => gone === name)),
    );
    change({ media: rest });
  };
  const seconds = (name: "audioSeconds" | "videoSeconds", text: string): void => {
    const value = toCount(text, 7_200);
    if (value === undefined) without(name);
    else set({ [name]: value });
  };
  const isMedia = body.kind === "audio" || body.kind === "video";
  const hasAny = media.audioFileId !== undefined || media.videoFileId !== undefined;
  if (!isMedia && !hasAny) return null;
  return (
    <section className="panel">
      <h2>音频和视频</h2>
      {media.videoFileId !== undefined && media.captionsFileId === undefined && (
        <Alert type="warning" showIcon title="视频要有字幕文件（.vtt），听不见的人靠它。" />
      )}
      <div className="fields-row">
        <div className="labelled">
          <FileButton
            label={media.audioFileId === undefined ? "上传音频（.mp3）" : "换一个音频（.mp3）"}
            accept=".mp3,audio/mpeg"
            upload={upload}
            onStored={(audioFileId) => set({ audioFileId, audioVoice: "recorded" })}
          />
          {media.audioFileId !== undefined && (
            <p>
              已有音频，{media.audioVoice === "synthetic" ? "合成的声音" : "真人录音"}。
              <Button size="small" onClick={() => without("audioFileId", "audioSeconds", "audioVoice")}>
                删掉音频
              </Button>
            </p>
          )}
        </div>
        <Labelled id="audioSeconds" label="音频时长（秒）">
          <Input
            id="audioSeconds"
            inputMode="numeric"
            value={media.audioSeconds === undefined ? "" : String(media.audioSeconds)}
            onChange={(event) => seconds("audioSeconds", event.target.value)}
          />
        </Labelled>
        <div className="labelled">
          <FileButton
            label={media.videoFileId === undefined ? "上传视频（.mp4）" : "换一个视频（.mp4）"}
            accept=".mp4,video/mp4"
            upload={upload}
            onStored={(videoFileId) => set({ videoFileId })}
          />
          {media.videoFileId !== undefined && (
            <p>
              已有视频。
              <Button size="small" onClick={() => without("videoFileId", "videoSeconds", "captionsFileId")}>
                删掉视频
              </Button>
            </p>
          )}
        </div>
        <Labelled id="videoSeconds" label="视频时长（秒）">
          <Input
            id="videoSeconds"
            inputMode="numeric"
            value={media.videoSeconds === undefined ? "" : String(media.videoSeconds)}
            onChange={(event) => seconds("videoSeconds", event.target.value)}
          />
        </Labelled>
        <div className="labelled">
          <FileButton
            label={media.captionsFileId === undefined ? "上传字幕（.vtt）" : "换一份字幕（.vtt）"}
            accept=".vtt,text/vtt"
            upload={upload}
            onStored={(captionsFileId) => set({ captionsFileId })}
          />
          {media.captionsFileId !== undefined && <p>已有字幕。</p>}
        </div>
      </div>
      <Labelled id="mediaRights" label="音频、视频的版权" hint="谁做的，能在哪里放。">
        <Input
          id="mediaRights"
          maxLength={200}
          value={media.rights ?? ""}
          onChange={(event) => set({ rights: event.target.value })}
        />
      </Labelled>
      <div className="fields-row">
        <Labelled id="offline" label="断网的终端能不能放">
          <Choice
            id="offline"
            value={media.offline === undefined ? "" : media.offline ? "yes" : "no"}
            options={[
              { value: "yes", label: "可以存下来离线播放" },
              { value: "no", label: "只能联网播放" },
            ]}
            onChange={(value) => (value === "" ? without("offline") : set({ offline: value === "yes" }))}
          />
        </Labelled>
        <Checkbox
          checked={media.signLanguage === true}
          onChange={(event) => (event.target.checked ? set({ signLanguage: true }) : without("signLanguage"))}
        >
          视频里有手语
        </Checkbox>
      </div>
    </section>
  );
};
