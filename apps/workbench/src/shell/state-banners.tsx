import { Alert } from "antd";
import type { MeView } from "../api/views.ts";
import { portal } from "../paths.ts";

/** What is unusual about this session and changes what the reader may do. */
export const StateBanners = ({ me }: { me: MeView }) => (
  <>
    {me.onBehalfOf !== null && (
      <Alert
        className="banner"
        type="warning"
        showIcon
        title={`您正在为${me.onBehalfOf.name}代办`}
        description={
          <>
            代办期间不能使用您自己的岗位权限。办完后请到 <a href={portal.security}>我的</a> 结束代办。
          </>
        }
      />
    )}
    {me.secondFactor.needed && !me.secondFactor.passed && !me.secondFactor.relaxed && (
      <Alert
        className="banner"
        type="warning"
        showIcon
        title="还差第二重验证"
        description={
          <>
            在完成通行密钥或动态码验证之前，工作人员的权限不会生效。请到{" "}
            <a href={portal.security}>登录安全</a> 完成。
          </>
        }
      />
    )}
    {me.demo && (
      <p className="demo-note">
        演示环境：所有单位、人员和数字都是虚构的{me.secondFactor.relaxed ? "；第二重验证已放宽" : ""}
        。请不要录入真实资料。
      </p>
    )}
  </>
);
