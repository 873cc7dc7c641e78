import { Icon } from "#ui/icon/icon.tsx";

export type ActingForProps = {
  /** Who acts. */
  helper: string;
  /** For whom. */
  person: string;
  /** Where a POST ends the act. */
  endAction: string;
  /** `visit.formKey` */
  formKey: string;
  /** Which act the POST ends. */
  hidden?: Readonly<Record<string, string>>;
};

/** 代办: both names stay in view as long as one person acts for another. */
export function ActingForBanner({ helper, person, endAction, formKey, hidden = {} }: ActingForProps) {
  return (
    <form class="acting-for" action={endAction} method="post" aria-label="代办">
      <input type="hidden" name="_key" value={formKey} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Icon name="help" size="large" />
      <p class="acting-for__text">
        代办中：<strong>{helper}</strong> 正在替 <strong>{person}</strong> 办事。两个人的名字都会记下来。
      </p>
      <button class="button button--secondary button--small" type="submit">
        结束代办
      </button>
    </form>
  );
}
