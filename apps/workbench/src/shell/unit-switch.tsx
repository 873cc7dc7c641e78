import { useSearchParams } from "react-router";
import type { MyGrantView } from "../api/views.ts";
import { toUnitOptions } from "./unit-options.ts";

/** At which of my units I work now. The choice stands in the address, and the menu carries it along. */
export const UnitSwitch = ({ grants }: { grants: readonly MyGrantView[] }) => {
  const [search, setSearch] = useSearchParams();
  const options = toUnitOptions(grants);
  const [only] = options;
  if (only === undefined) return null;
  if (options.length === 1) return <span className="unit-name">{only.label}</span>;
  const choose = (unit: string): void => {
    setSearch((old) => {
      const changed = new URLSearchParams(old);
      changed.delete("page");
      if (unit === "") changed.delete("unit");
      else changed.set("unit", unit);
      return changed;
    });
  };
  return (
    <select
      className="unit-select"
      aria-label="所在单位"
      value={search.get("unit") ?? ""}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">我的全部单位</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
};
