import { Icon } from "#ui/icon/icon.tsx";
import { OfflineList } from "#site/offline/offline-items-page.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";

/** Shown by the service worker when there is no network, with what lies on the device. */
export function OfflinePage() {
  return (
    <div class="stack">
      <div class="error-page">
        <Icon name="cross" size="huge" />
        <h1>现在没有网络</h1>
        <p class="lead">这一页没有存在手机里。连上网以后，再按一次就能打开。</p>
        <p>
          急事请打电话：
          <PhoneLink number="12345" about="政务服务便民热线" size="large" />
        </p>
      </div>
      <OfflineList id="offline-kept" />
    </div>
  );
}

/** While the site is being changed: sent with 503 and Retry-After. */
export function MaintenancePage({ untilText }: { untilText?: string | undefined }) {
  return (
    <div class="error-page">
      <Icon name="gear" size="huge" />
      <h1>正在维护</h1>
      <p class="lead">
        {untilText === undefined ? "很快就好，请过几分钟再来。" : `预计 ${untilText} 恢复，到时再来。`}
      </p>
      <p>已经办成的事都还在，不用重办。</p>
      <p>
        急事请打电话：
        <PhoneLink number="12345" about="政务服务便民热线" size="large" />
      </p>
    </div>
  );
}
