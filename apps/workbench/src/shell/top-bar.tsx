import { MenuOutlined, QuestionCircleOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { Link, useNavigate } from "react-router";
import type { MeView } from "../api/views.ts";
import { paths, portal } from "../paths.ts";
import { UnitSwitch } from "./unit-switch.tsx";

/** Leaves by a form post: a GET must not end a session, and it works when a script fails. */
const signOut = (): void => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = portal.signOut;
  document.body.append(form);
  form.submit();
};

export const TopBar = ({ me, onMenu, onHelp }: { me: MeView; onMenu: () => void; onHelp: () => void }) => {
  const navigate = useNavigate();
  const items = [
    {
      key: "who",
      label: (
        <span className="who">
          {me.person.maskedPhone === null ? me.person.name : `${me.person.name} · ${me.person.maskedPhone}`}
        </span>
      ),
      disabled: true,
    },
    { key: "sessions", label: "我的登录设备", onClick: () => void navigate(paths.sessions) },
    { key: "security", label: <a href={portal.security}>我的资料与登录安全</a> },
    { key: "portal", label: <a href={portal.home}>打开门户首页</a> },
    { type: "divider" as const },
    { key: "out", label: "退出登录", onClick: signOut },
  ];
  return (
    <header className="top-bar">
      <Button className="menu-button" type="text" icon={<MenuOutlined aria-hidden />} onClick={onMenu}>
        菜单
      </Button>
      <Link to={paths.home} className="brand">
        <img src="/assets/workbench/seal.svg" alt="" width="32" height="32" />
        <span className="brand-name">
          湘江科普<span className="brand-part">工作台</span>
        </span>
      </Link>
      {me.demo && <span className="demo-mark">演示</span>}
      <div className="top-bar-end">
        <UnitSwitch grants={me.grants} />
        <Button
          className="help-button"
          type="text"
          icon={<QuestionCircleOutlined aria-hidden />}
          onClick={onHelp}
        >
          <span className="wide-only">快捷键</span>
          <span className="narrow-only visually-hidden">快捷键</span>
        </Button>
        <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
          <Button type="text" icon={<UserOutlined aria-hidden />} aria-haspopup="menu">
            <span className="person-name">{me.person.name}</span>
          </Button>
        </Dropdown>
      </div>
    </header>
  );
};
