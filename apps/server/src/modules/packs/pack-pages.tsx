import { createHash } from "node:crypto";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { PackFile } from "./archive.ts";
import type { PackContent, PackEvidence, PackTarget, PackTask } from "./content.ts";
import { packStyle } from "./pack-style.ts";
import { verifyScript } from "./verify-script.ts";

const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A page that may load nothing: not even a reader's browser that is on line asks anybody for anything. */
const Page = (props: { title: string; script?: string; children: ComponentChildren }) => {
  const scripts = props.script === undefined ? "" : ` script-src ${digest(props.script)};`;
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="content-security-policy"
          content={`default-src 'none'; style-src ${digest(packStyle)};${scripts} form-action 'none'; base-uri 'none'`}
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        {/* Our own constants, without a word that anybody typed. */}
        <style dangerouslySetInnerHTML={{ __html: packStyle }} />
      </head>
      <body>
        {props.children}
        {props.script !== undefined && <script dangerouslySetInnerHTML={{ __html: props.script }} />}
      </body>
    </html>
  );
};

const toFile = (path: string, page: ComponentChildren): PackFile => ({
  path,
  bytes: Buffer.from(`<!doctype html>\n${renderToString(<>{page}</>)}\n`),
});

export const taskPath = (task: Pick<PackTask, "code">): string =>
  `tasks/${task.code.replaceAll(/[^A-Za-z0-9.-]/g, "_")}.html`;

/** Preact does not know the attribute; every browser of the last ten years does. */
const wholeFolder = { webkitdirectory: true };

const factsId = (index: number): string => `facts-${index + 1}`;

const Value = ({ target, href }: { target: PackTarget; href: string }) =>
  target.valueText === null ? (
    <span className="quiet">{target.missing ?? "没有数字"}</span>
  ) : (
    <a href={href}>{target.valueText}</a>
  );

const Index = ({ content }: { content: PackContent }) => (
  <Page title={content.title}>
    <main>
      <h1>{content.title}</h1>
      <p>
        {content.unitName} · 方案：《{content.planTitle}》 · 数字截至 {content.asOf} · 制作于 {content.madeAt}
      </p>
      <p>
        每个数字点开是它的记录，每条记录写明来源，佐证材料在包里。没有数字的写明为什么。
        <a href="verify.html">核对这个包有没有被改过</a>（不需要网络）。
      </p>
      <table>
        <caption>任务进展</caption>
        <thead>
          <tr>
            {content.counts.map(({ status, name }) => (
              <th key={status} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {content.counts.map(({ status, count }) => (
              <td key={status}>{count}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <h2>逐项任务</h2>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">任务</th>
              <th scope="col">牵头</th>
              <th scope="col">进展</th>
              <th scope="col">数字</th>
              <th scope="col" className="number">
                佐证
              </th>
            </tr>
          </thead>
          <tbody>
            {content.tasks.map((task) => (
              <tr key={task.code}>
                <th scope="row">
                  <a href={taskPath(task)}>
                    {task.code} {task.title}
                  </a>
                </th>
                <td>
                  {task.units
                    .filter(({ part }) => part === "lead")
                    .map(({ name }) => name)
                    .join("、") || "没有牵头单位"}
                </td>
                <td className={task.status}>{task.statusName}</td>
                <td>
                  {task.targets.length === 0 && <span className="quiet">没有设目标</span>}
                  {task.targets.map((target, index) => (
                    <div key={target.title}>
                      {target.title}：<Value target={target} href={`${taskPath(task)}#${factsId(index)}`} />
                    </div>
                  ))}
                </td>
                <td className="number">{task.evidence.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </main>
  </Page>
);

const Evidence = ({ evidence }: { evidence: readonly PackEvidence[] }) =>
  evidence.length === 0 ? (
    <p className="quiet">没有另附的佐证材料。</p>
  ) : (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">材料</th>
            <th scope="col">种类</th>
            <th scope="col">日期</th>
            <th scope="col">单位</th>
            <th scope="col">指纹（SHA-256）</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.path === null ? one.title : <a href={`../${one.path}`}>{one.title}</a>}
                {one.record !== null && <div className="quiet">系统记录：{one.record}</div>}
                {one.leftOut !== null && <div className="quiet">{one.leftOut}</div>}
              </th>
              <td>{one.kindName}</td>
              <td>{one.happenedOn}</td>
              <td>{one.unitName}</td>
              <td>{one.sha256 ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

const Facts = ({ target, index }: { target: PackTarget; index: number }) => (
  <section id={factsId(index)}>
    <h2>
      {target.title}：{target.valueText ?? target.missing ?? "没有数字"}
    </h2>
    <p>
      应达到 {target.goalText}
      {target.expectedText !== null && `，按进度此时应为 ${target.expectedText}`}；{target.statusName}；
      {target.days}
      {target.source === "sheets" && "；数字来自签字的人数单"}
      {target.surveyText !== null && `；数字来自${target.surveyText}`}。
    </p>
    {target.units.length > 0 && (
      <table>
        <caption>各单位</caption>
        <tbody>
          {target.units.map((unit) => (
            <tr key={unit.name}>
              <th scope="row">{unit.name}</th>
              <td className="number">{unit.valueText}</td>
              <td>{unit.statusName}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {target.facts.length > 0 && (
      <div className="scroll">
        <table>
          <caption>这个数字的 {target.facts.length} 条记录（冲销的也列出）</caption>
          <thead>
            <tr>
              <th scope="col">发生日期</th>
              <th scope="col">单位</th>
              <th scope="col">记录</th>
              <th scope="col" className="number">
                数量
              </th>
              <th scope="col">事实编号</th>
            </tr>
          </thead>
          <tbody>
            {target.facts.map((fact) => (
              <tr key={fact.id}>
                <td>{fact.occurredOn}</td>
                <td>{fact.unitName}</td>
                <td>
                  {fact.record}
                  {fact.isReversal && <span className="quiet">（冲销）</span>}
                </td>
                <td className="number">{fact.quantityText}</td>
                <td className="quiet">{fact.id}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const Task = ({ content, task }: { content: PackContent; task: PackTask }) => (
  <Page title={`${task.code} ${task.title}`}>
    <main>
      <p>
        <a href="../index.html">{content.title}</a>
      </p>
      <h1>
        {task.code} {task.title}
      </h1>
      <p>
        <span className={task.status}>{task.statusName}</span> · {task.startsOn} 至 {task.dueOn}
        {task.missing !== null && ` · ${task.missing}`}
      </p>
      <h2>方案原文</h2>
      {task.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <h2>承担单位</h2>
      <table>
        <tbody>
          {task.units.map((unit) => (
            <tr key={`${unit.part} ${unit.name}`}>
              <th scope="row">{unit.name}</th>
              <td>{unit.partName}</td>
              <td className={unit.adoption === null ? "behind" : ""}>
                {unit.adoption ?? "还没有列入本单位文件"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {task.targets.map((target, index) => (
        <Facts key={target.title} target={target} index={index} />
      ))}
      <h2>佐证材料</h2>
      <Evidence evidence={task.evidence} />
    </main>
  </Page>
);

const Verify = ({ content }: { content: PackContent }) => (
  <Page title="核对" script={verifyScript}>
    <main>
      <p>
        <a href="index.html">{content.title}</a>
      </p>
      <h1>核对这个包有没有被改过</h1>
      <p>
        选这个页面所在的文件夹。本页逐个算文件的指纹（SHA-256），和清单比，再看清单的指纹在不在账本里。全部在您的电脑上算，不联网，文件不会传到任何地方。
      </p>
      <p>
        <label>
          选文件夹：
          <input type="file" id="folder" multiple {...wholeFolder} />
        </label>
      </p>
      <p>
        <output id="state">还没有核对。</output>
      </p>
      <ul id="problems" />
      <p className="quiet">
        账本的签名由 <code>kepu pack verify</code> 核对；把检查点和公示页上的公钥比，就知道是谁签的。
      </p>
      <noscript>
        <p>
          这台电脑不能运行脚本。请用 <code>kepu pack verify</code> 核对压缩包。
        </p>
      </noscript>
    </main>
  </Page>
);

/** The pages of a pack: index, one of each task, and the one that checks. */
export const packPages = (content: PackContent): readonly PackFile[] => [
  toFile("index.html", <Index content={content} />),
  toFile("verify.html", <Verify content={content} />),
  ...content.tasks.map((task) => toFile(taskPath(task), <Task content={content} task={task} />)),
];
