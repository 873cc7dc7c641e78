import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { paths } from "#site/paths.ts";

export function AccessibilityPage() {
  return (
    <div class="prose">
      <h1>无障碍声明</h1>
      <p class="lead">看不清、听不清、手不方便、网不好，都应该办得成。</p>
      <h2>您可以</h2>
      <ul>
        <li>
          在<a href={paths.display}>显示方式</a>里打开长辈版、高对比，把字调大。
        </li>
        <li>只用键盘走完每一步；按 Tab 键，第一个就是“跳到正文”。</li>
        <li>用读屏软件：每个格子有名字，出错会念出来。</li>
        <li>用浏览器放大到 400%，页面不会左右滚动。</li>
        <li>关掉 JavaScript，照样能办。</li>
        <li>把页面打印出来。</li>
      </ul>
      <h2>我们怎样做到</h2>
      <ul>
        <li>
          按 WCAG 2.2 的 AA 级来做，并照工业和信息化部的适老化要求做长辈版：字不小于 18 像素，最大
          30；按钮不小于 60×60。
        </li>
        <li>每次改动，都用三种工具在三种宽度、三种显示方式下检查每一页，一处不过就不发布。</li>
        <li>颜色从不单独表意：红色、绿色旁边总有字和形状。</li>
      </ul>
      <h2>还没做到的</h2>
      <ul>
        <li>页面还没有录音。录音随文章一起做，发布时就有。</li>
        <li>还没有手语视频和易读版。</li>
        <li>还没有请使用者一起评测，评测后把结果写在这里。</li>
      </ul>
      <h2>遇到困难</h2>
      <p>
        到站点说一声，或者打政务服务便民热线 <PhoneLink number="12345" about="政务服务便民热线" />
        。告诉我们哪一页、哪一步。
      </p>
    </div>
  );
}
