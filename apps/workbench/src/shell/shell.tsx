import { Drawer } from "antd";
import { useEffect, useState } from "react";
import { Outlet, useLocation, useNavigation } from "react-router";
import { useMe } from "../me.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { SideMenu } from "./side-menu.tsx";
import { StateBanners } from "./state-banners.tsx";
import { TopBar } from "./top-bar.tsx";
import { useHotkeys } from "./use-hotkeys.ts";

/** The frame of every page: skip link, top bar, menu by role, banners, the page. */
export const Shell = () => {
  const me = useMe();
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const [menuOpen, setMenuOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useHotkeys({ onHelp: () => setHelpOpen(true) });
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <div className="shell">
      <nav aria-label="快速跳转">
        <a className="skip-link" href="#content">
          跳到正文
        </a>
      </nav>
      <TopBar me={me} onMenu={() => setMenuOpen(true)} onHelp={() => setHelpOpen(true)} />
      <nav className="side" aria-label="工作台菜单">
        <SideMenu />
      </nav>
      <main id="content" className="content" tabIndex={-1} aria-busy={navigation.state !== "idle"}>
        <StateBanners me={me} />
        <Outlet />
      </main>
      <Drawer
        title="菜单"
        placement="left"
        size={280}
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        destroyOnHidden
      >
        <nav aria-label="工作台菜单（抽屉）">
          <SideMenu />
        </nav>
      </Drawer>
      <KeyboardHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
};
