import { hostileText, type ComponentExamples } from "#ui/example.ts";
import { standardMode } from "#ui/mode.ts";
import { readStylesheet } from "#ui/stylesheet.ts";
import { EmergencyBand } from "./emergency-band.tsx";
import { Layout, type PageContext } from "./layout.tsx";

const page: PageContext = { mode: standardMode, path: "/ui", stylesheet: readStylesheet().path };
const trail = [{ text: "首页", href: "/" }];

export const layoutExamples: ComponentExamples = {
  component: "Layout",
  purpose: "每一页的框：页眉、栏目、正文、页脚。文档由 #site/document.tsx 包好，模块不直接用它。",
  examples: [
    {
      name: "一般页面",
      kind: "page",
      render: () => (
        <Layout page={page} title="身边的站点" trail={trail} side={<p>旁边的栏</p>}>
          <h1>身边的站点</h1>
        </Layout>
      ),
    },
    {
      name: "长辈版，演示，代办中，紧急，登录了",
      kind: "page",
      render: () => (
        <Layout
          page={{
            ...page,
            mode: { elder: true, contrast: "high", fontStep: 3, easy: false },
            demo: true,
            person: { name: "居民乙（演示）" },
            actingFor: {
              helper: "站长甲（演示）",
              person: "居民乙（演示）",
              endAction: "/example/end",
              formKey: "演示",
            },
            emergency: {
              title: "暴雨红色预警（演练）",
              text: "请留在高处，不要开车过积水。",
              source: "演练，10月12日（周一）18:05 起",
              href: "/help",
            },
          }}
          section="me"
          title="我的"
          recording={{ src: "/example.mp3", lengthText: "40秒", voice: "synthetic" }}
        >
          <h1>我的</h1>
        </Layout>
      ),
    },
    {
      name: "坏文字",
      kind: "page",
      render: () => (
        <Layout
          page={{ ...page, path: `/${hostileText}`, person: { name: hostileText } }}
          title={hostileText}
          description={hostileText}
        >
          <h1>{hostileText}</h1>
        </Layout>
      ),
    },
    {
      name: "紧急提醒",
      render: () => (
        <EmergencyBand
          title="高温橙色预警（演练）"
          text="11点到16点，尽量待在室内，多喝水。"
          source="演练，7月20日（周一）8:00 起"
          href="/help"
        />
      ),
    },
  ],
};
