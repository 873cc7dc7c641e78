import { Button } from "antd";
import { useState, type FormEvent } from "react";
import { useSearchParams } from "react-router";
import { parsePeriod, toPeriodSearch } from "./period.ts";

/** From when to when; the unit comes from the switch in the top bar or from a link, and can be taken off. */
export const PeriodBar = ({
  from,
  to,
  unitName,
}: {
  from: string;
  to: string;
  unitName: string | undefined;
}) => {
  const [search, setSearch] = useSearchParams();
  const period = parsePeriod(search);
  const [start, setStart] = useState(period.from ?? from);
  const [end, setEnd] = useState(period.to ?? to);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSearch(
      toPeriodSearch({ ...period, ...(start !== "" && { from: start }), ...(end !== "" && { to: end }) }),
    );
  };
  return (
    <form className="filter-bar" aria-label="时间与单位" onSubmit={submit} data-search="">
      <label className="filter">
        <span>从</span>
        <input
          type="date"
          className="native-control"
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
      </label>
      <label className="filter">
        <span>到</span>
        <input
          type="date"
          className="native-control"
          value={end}
          onChange={(event) => setEnd(event.target.value)}
        />
      </label>
      <div className="filter-buttons">
        <Button type="primary" htmlType="submit">
          查看
        </Button>
      </div>
      {period.unit !== undefined && unitName !== undefined && (
        <div className="filter">
          <span>单位</span>
          <button
            type="button"
            className="filter-mark"
            onClick={() =>
              setSearch(
                toPeriodSearch({
                  ...(period.from && { from: period.from }),
                  ...(period.to && { to: period.to }),
                }),
              )
            }
          >
            {unitName}
            <span aria-hidden="true"> ×</span>
            <span className="visually-hidden">，回到我的全部单位</span>
          </button>
        </div>
      )}
    </form>
  );
};
