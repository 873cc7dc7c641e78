import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  CommentOutlined,
  CustomerServiceOutlined,
  DesktopOutlined,
  EditOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FieldTimeOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FormOutlined,
  HeartOutlined,
  HourglassOutlined,
  DashboardOutlined,
  FileZipOutlined,
  IdcardOutlined,
  ImportOutlined,
  MessageOutlined,
  NotificationOutlined,
  PhoneOutlined,
  PlaySquareOutlined,
  ProfileOutlined,
  QrcodeOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  SendOutlined,
  SnippetsOutlined,
  SolutionOutlined,
  TableOutlined,
  TagsOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UsergroupAddOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import { Link, useLocation, useSearchParams } from "react-router";
import { permissionOf } from "../capability.ts";
import { useMe } from "../me.tsx";
import { paths, withUnit } from "../paths.ts";
import { currentEntry, visibleMenu } from "./menu.ts";

const icons: Readonly<Record<string, ComponentType>> = {
  [paths.home]: CheckSquareOutlined,
  [paths.organisations]: FileProtectOutlined,
  [paths.units]: ApartmentOutlined,
  [paths.areaSets]: EnvironmentOutlined,
  [paths.orders]: CustomerServiceOutlined,
  [paths.orderCall]: PhoneOutlined,
  [paths.serviceItems]: UnorderedListOutlined,
  [paths.teams]: UsergroupAddOutlined,
  [paths.badges]: IdcardOutlined,
  [paths.serviceHours]: FieldTimeOutlined,
  [paths.contents]: FileTextOutlined,
  [paths.gaps]: TableOutlined,
  [paths.templates]: SnippetsOutlined,
  [paths.codeTables]: TagsOutlined,
  [paths.deliveries]: SendOutlined,
  [paths.screens]: DesktopOutlined,
  [paths.filmShowings]: PlaySquareOutlined,
  [paths.upstream]: ImportOutlined,
  [paths.readerReports]: CommentOutlined,
  [paths.experts]: SolutionOutlined,
  [paths.submissions]: EditOutlined,
  [paths.pairBoard]: TeamOutlined,
  [paths.results]: ExperimentOutlined,
  [paths.collections]: BookOutlined,
  [paths.occasions]: CalendarOutlined,
  [paths.policies]: ProfileOutlined,
  [paths.placements]: NotificationOutlined,
  [paths.lessonUses]: ReadOutlined,
  [paths.questions]: QuestionCircleOutlined,
  [paths.rumours]: SearchOutlined,
  [paths.rumourIntake]: FormOutlined,
  [paths.posterOpens]: QrcodeOutlined,
  [paths.people]: TeamOutlined,
  [paths.figures]: BarChartOutlined,
  [paths.burdens]: HourglassOutlined,
  [paths.overview]: DashboardOutlined,
  [paths.evidencePacks]: FileZipOutlined,
  [paths.ledger]: SafetyCertificateOutlined,
  [paths.audit]: AuditOutlined,
  [paths.jobs]: ClockCircleOutlined,
  [paths.systemHealth]: HeartOutlined,
  [paths.outbox]: MessageOutlined,
};

/**
 * Plain links in a list, not Ant Design's Menu: that one has the role of an application menu, which makes a screen
 * reader expect arrow keys where people want a link that also opens in a new tab.
 */
export const SideMenu = () => {
  const me = useMe();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const current = currentEntry(pathname);
  return visibleMenu((capability) => permissionOf(me, capability).ok, me.demo).map((group) => (
    <section key={group.label} className="side-group">
      <h2>{group.label}</h2>
      <ul>
        {group.entries.map((entry) => {
          const Icon = icons[entry.path];
          return (
            <li key={entry.path}>
              <Link
                to={withUnit(entry.path, search.get("unit") ?? undefined)}
                aria-current={entry.path === current ? "page" : undefined}
              >
                {Icon !== undefined && <Icon aria-hidden />}
                <span>{entry.label}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  ));
};
