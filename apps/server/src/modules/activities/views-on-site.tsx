import { Notice } from "#ui/notice/notice.tsx";

/** The page on site: nothing of anybody stands in it, what the device was given is drawn by the island. */
export function OnSitePage() {
  return (
    <div class="stack" data-on-site>
      <h1>现场签到</h1>
      <p class="lead">先在有网的地方打开一次，名单就存在这台手机里。到了现场没有网也能签，有网了自动传。</p>
      <noscript>
        <Notice tone="soon" title="这一页要用 JavaScript">
          没有的话，志愿者请到“接单”里签到，活动请用工作台的场次页签到。
        </Notice>
      </noscript>
      <p role="status" data-on-site-state>
        正在准备……
      </p>
      <div class="stack" data-on-site-work />
    </div>
  );
}
