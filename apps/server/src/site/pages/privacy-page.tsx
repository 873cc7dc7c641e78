import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { Table, type TableColumn } from "#ui/table/table.tsx";
import { paths } from "#site/paths.ts";

/** Who decides how the data are used (PIPL 17 (1)): the unit that runs this installation. */
export type Controller = { name: string; address?: string | undefined; phone?: string | undefined };

type Use = { purpose: string; kinds: string; basis: string; kept: string };

/** PIPL 17 (2): purpose, way, kinds and period; one row for each thing that this version really stores. */
const uses: readonly Use[] = [
  {
    purpose: "登录",
    kinds: "手机号；有密码的，密码的摘要和账号名；通行密钥的公钥，验证器的密钥；统一身份认证给的编号",
    basis: "您同意建立账户",
    kept: "到您注销账号",
  },
  { purpose: "发验证码", kinds: "手机号", basis: "您要求登录", kept: "1 天" },
  { purpose: "知道怎么称呼您", kinds: "姓名或称呼", basis: "您同意建立账户", kept: "到您注销账号" },
  {
    purpose: "让您认得出自己的登录",
    kinds: "设备种类（例如手机），登录的时间和办法",
    basis: "保护您的账号所必需",
    kept: "到这次登录结束",
  },
  {
    purpose: "保护孩子",
    kinds: "孩子的称呼、出生日期、活动记录，监护人是谁、什么时候同意的",
    basis: "监护人单独同意",
    kept: "监护人收回同意就删，只留“已删除”的凭证",
  },
  {
    purpose: "孩子用多久",
    kinds: "今天用了几分钟，最后一次打开页面的时间；不记看了什么",
    basis: "监护人单独同意",
    kept: "当天，第二天清零",
  },
  {
    purpose: "单位登记和核实",
    kinds: "联系人的姓名、手机号，证明材料",
    basis: "办理登记所必需",
    kept: "登记有效期间，之后 180 天；没填完的 7 天",
  },
  {
    purpose: "岗位和权限",
    kinds: "姓名、手机号、单位、岗位和任期",
    basis: "履行岗位职责所必需",
    kept: "到账号注销",
  },
  {
    purpose: "代办",
    kinds: "代办人和您的名字，您怎样同意的，办什么事",
    basis: "您当面或用验证码同意",
    kept: "您或代办人的账号还在的时候",
  },
  {
    purpose: "收藏",
    kinds: "您收藏了哪几篇（没有登录的，只记在您的设备上）",
    basis: "您按了收藏",
    kept: "到您取下",
  },
  {
    purpose: "阅读记录（默认关着）",
    kinds: "您看过哪几篇、最后一次的时间；未满 18 周岁的不记",
    basis: "您自己打开并同意",
    kept: "最多 1 年；关掉的同时全部删除",
  },
  {
    purpose: "问专家",
    kinds: "您写的问题、照片（拍摄地点已去掉）；留了手机号的，手机号",
    basis: "您提问；留手机号要您单独同意",
    kept: "手机号到答复后 30 天，问题和照片到答复后 2 年；撤回、注销时删除",
  },
  {
    purpose: "核一条消息",
    kinds: "您贴进来的话、发来的图片；您愿意留的手机号和街道",
    basis: "您要求核查；留手机号另要您同意",
    kept: "话、图片和结论一起留着，注销账号就删；手机号凭查询号随时可以删",
  },
  { purpose: "导出您的资料", kinds: "导出的文件", basis: "您要求导出", kept: "1 天" },
  {
    purpose: "查得清谁做了什么",
    kinds: "账号的代号，做的事，时间（没有姓名和手机号）",
    basis: "法律要求的安全日志",
    kept: "不少于 6 个月",
  },
];

const columns: readonly TableColumn<Use>[] = [
  { header: "为了什么", role: "name", cell: (use) => use.purpose },
  { header: "用到什么", cell: (use) => use.kinds },
  { header: "凭什么用", cell: (use) => use.basis },
  { header: "保存多久", cell: (use) => use.kept },
];

/** The notice of PIPL 17, in the reader's language, before any data are asked for. */
export function PrivacyPage({ controller }: { controller?: Controller | undefined }) {
  return (
    <div class="privacy">
      <div class="prose">
        <h1>个人信息怎么用</h1>
        <p class="lead">
          不登录，就能看、能找、能核消息，我们不知道您是谁。要办事才登录，只收办这件事用得着的。
        </p>
        <h2>谁在用</h2>
        {controller === undefined ? (
          <p>这套系统还没有填写运营单位。正式使用前，这里必须写明单位名称、地址和联系办法。</p>
        ) : (
          <p>
            {controller.name}
            {controller.address !== undefined && `，${controller.address}`}
            {controller.phone !== undefined && (
              <>
                ，<PhoneLink number={controller.phone} about={controller.name} />
              </>
            )}
          </p>
        )}
        <h2>用什么，为了什么，保存多久</h2>
      </div>
      <Table
        caption="用到的个人信息"
        captionShown="hidden"
        columns={columns}
        rows={uses}
        rowKey={(use) => use.purpose}
        empty={null}
      />
      <div class="prose">
        <h2>怎样用</h2>
        <ul>
          <li>存在本地的数据库里；姓名、手机号、出生日期加密保存，列表里只显示一部分。</li>
          <li>谁看过您的手机号，都有记录。</li>
          <li>不卖，不交换，不用来给您打分。</li>
          <li>发验证码时，手机号会交给短信服务商，只为这一条短信。</li>
          <li>法律要求提供的，只提供要求的那一部分，并留下记录。</li>
        </ul>
        <h2>设备上存什么</h2>
        <ul>
          <li>显示方式：长辈版、高对比、字号。存一年，不能认出您。</li>
          <li>没有登录时的收藏：只有内容的编号，存一年，登录后放进账号并从设备上删掉。</li>
          <li>您按“离线保存”存下的文章：只在这台设备里，您可以随时取下。</li>
          <li>青少年专区选过的年龄段。存一年，不能认出您。</li>
          <li>登录以后：一个登录凭据，退出就失效。</li>
        </ul>
        <p>没有统计代码，没有广告代码，不从别的网站加载任何东西。</p>
        <h2>您可以</h2>
        <ul>
          <li>看到并带走：在“我的”里，把您的资料导出成文件。</li>
          <li>改：哪里不对，自己改，或请站点帮您改。</li>
          <li>收回同意：收回以后不再使用，以前办的不受影响。</li>
          <li>删、注销：最迟 15 个工作日办完。法律要求留的，说明留什么、留多久。</li>
          <li>关掉推荐：关了，别的照样用。</li>
          <li>问：为什么这样处理，我们解释。</li>
        </ul>
        <p>
          这些都在<a href={paths.me}>我的</a>里办。办不来，到站点说一声，或打政务服务便民热线{" "}
          <PhoneLink number="12345" about="政务服务便民热线" />
          。对答复不满意，可以向网信部门投诉，也可以起诉。
        </p>
        <h2>不满 14 岁</h2>
        <ul>
          <li>先要家长或其他监护人单独同意，没有同意就不保存任何资料。</li>
          <li>只问称呼和出生日期；学校可以不填，住址、证件不问。</li>
          <li>家长随时可以看、改、删、收回同意；收回就删，给您看删除的证明。</li>
          <li>不给孩子做推荐，孩子的页面没有陌生人留言。</li>
        </ul>
        <h2>改了怎么办</h2>
        <p>用途、种类、保存时间变了，会在您下次登录时说清楚，并重新征得同意。</p>
      </div>
    </div>
  );
}
