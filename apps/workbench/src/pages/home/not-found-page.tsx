import { Link } from "react-router";
import { paths } from "../../paths.ts";
import { PageHead } from "../../shell/page-head.tsx";

export const NotFoundPage = () => (
  <>
    <PageHead title="没有这个页面" intro="地址可能写错了，或者这个功能已经搬家。" />
    <p>
      回到<Link to={paths.home}>等我办的事</Link>，或从菜单里选择。
    </p>
  </>
);
