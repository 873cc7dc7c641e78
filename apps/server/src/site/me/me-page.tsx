import type { ComponentChildren } from "preact";
import { Button } from "#ui/button/button.tsx";
import { Form } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { questionsPaths } from "#modules/questions/index.ts";
import { paths } from "#site/paths.ts";

export type MeSection = {
  title: string;
  /** What waits or can be done; each with what it is for. */
  links: readonly { text: string; href: string; about: string }[];
  /** Said instead when there are none yet. */
  empty?: string;
};

export type MePageProps = {
  /** Undefined for people who have not signed in. */
  person?: { name?: string | undefined } | undefined;
  /** For staff: the way to their work stands first. */
  work?: readonly MeSection[];
  sections: readonly MeSection[];
  signOut?: { action: string; formKey: string } | undefined;
  /** What this reader keeps: on the account, or on this device. */
  kept?: ComponentChildren;
};

/** 我的: a shell; each module adds its section. */
export function MePage({ person, work = [], sections, signOut, kept }: MePageProps) {
  if (person === undefined) return <SignedOut kept={kept} />;
  return (
    <div class="stack">
      <h1>{person.name === undefined ? "我的" : `${person.name}，您好`}</h1>
      {work.map(toSection)}
      {kept}
      <OfflineLink />
      {sections.map(toSection)}
      {signOut && (
        <Form action={signOut.action} formKey={signOut.formKey} label="退出">
          <Button variant="secondary">退出登录</Button>
        </Form>
      )}
    </div>
  );
}

const toSection = (section: MeSection) => (
  <section key={section.title} aria-label={section.title}>
    <SectionHead title={section.title} />
    {section.links.length === 0 ? (
      <EmptyState title={section.empty ?? "这里还没有东西"}>有了以后，会列在这里。</EmptyState>
    ) : (
      <Listing
        items={section.links.map((link) => ({
          key: link.href,
          title: link.text,
          href: link.href,
          meta: link.about,
        }))}
      />
    )}
  </section>
);

/** The list itself stands on a page of its own: it needs the device, not us. */
function OfflineLink() {
  return (
    <p>
      <LinkButton href={paths.offlineItems} variant="secondary" icon="download">
        离线看的文章
      </LinkButton>
    </p>
  );
}

function SignedOut({ kept }: { kept: ComponentChildren }) {
  return (
    <div class="stack">
      <h1>我的</h1>
      <p class="lead">登录以后，您办过的事、您的资料都在这里。只看内容、找地方，不用登录。</p>
      <p>
        <LinkButton href={paths.signIn} icon="person" size="large">
          登录
        </LinkButton>
      </p>
      {kept}
      <OfflineLink />
      <section aria-labelledby="me-without">
        <SectionHead title="不登录也可以" id="me-without" />
        <Listing
          items={[
            { key: "ask", title: "问专家", href: questionsPaths.ask, meta: "两个工作日内回复" },
            { key: "lookup", title: "查专家的答复", href: questionsPaths.lookup, meta: "凭受理编号" },
            { key: "display", title: "调显示方式", href: paths.display, meta: "长辈版、高对比、字的大小" },
            { key: "help", title: "有人帮我", href: paths.help, meta: "打电话、去站点、请人代办" },
            {
              key: "privacy",
              title: "看个人信息怎么用",
              href: paths.privacy,
              meta: "收什么、为什么、存多久、怎么删",
            },
          ]}
        />
      </section>
    </div>
  );
}
