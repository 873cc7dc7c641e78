import { Icon } from "#ui/icon/icon.tsx";

export type Recording = {
  src: string;
  /** `3分20秒` */
  lengthText: string;
  /** A synthetic voice is marked 合成. */
  voice: "recorded" | "synthetic";
};

/** A file that we made when the page was published: it needs no browser feature and nothing is loaded before 播放. */
export function ReadAloud({ recording }: { recording: Recording }) {
  return (
    <div class="read-aloud">
      <p class="read-aloud__label" id="read-aloud-label">
        <Icon name="listen" size="large" />
        <span>
          听这一页（{recording.lengthText}
          {recording.voice === "synthetic" && "，合成声音"}）
        </span>
      </p>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- it reads this page: the page is its transcript */}
      <audio
        class="read-aloud__player"
        controls
        preload="none"
        src={recording.src}
        aria-labelledby="read-aloud-label"
      />
    </div>
  );
}
