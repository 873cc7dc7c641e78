import { Button, Input } from "antd";
import { useEffect, useId, useState, type FormEvent } from "react";
import { isFiltered, type ListDefaults, type ListState, withFilter, withWords } from "./list-state.ts";

export type ListFilter =
  | { kind: "choice"; name: string; label: string; options: readonly { value: string; label: string }[] }
  | { kind: "day"; name: string; label: string }
  | { kind: "text"; name: string; label: string; placeholder?: string }
  /** Comes from elsewhere (the unit switch, a link): shown as a removable mark, not as a field. */
  | { kind: "carried"; name: string; label: string; text?: string | undefined };

type Props = {
  filters: readonly ListFilter[];
  state: ListState;
  searchHint: string | undefined;
  defaults: ListDefaults;
  onChange: (next: ListState) => void;
};

/** Native controls: they are the ones that every phone, screen reader and password manager knows. */
export const FilterBar = ({ filters, state, searchHint, defaults, onChange }: Props) => {
  const wordsId = useId();
  const [words, setWords] = useState(state.q);
  useEffect(() => setWords(state.q), [state.q]);
  const hasFields = filters.some((filter) => filter.kind !== "carried" || state.filters[filter.name]);
  if (!hasFields && searchHint === undefined) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange(withWords(state, words));
  };
  return (
    <form className="filter-bar" aria-label="筛选" onSubmit={submit}>
      {searchHint !== undefined && (
        <div className="filter filter-words" data-search="">
          <label htmlFor={wordsId}>搜索</label>
          <Input
            id={wordsId}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            placeholder={searchHint}
            maxLength={80}
            allowClear={false}
            enterKeyHint="search"
          />
        </div>
      )}
      {filters.map((filter) => (
        <FilterField
          key={filter.name}
          filter={filter}
          value={state.filters[filter.name] ?? ""}
          onChange={(value) => onChange(withFilter(state, filter.name, value))}
        />
      ))}
      <div className="filter-buttons">
        <Button type="primary" htmlType="submit">
          查找
        </Button>
        {isFiltered(state) && (
          <Button onClick={() => onChange({ ...state, page: 1, q: "", filters: defaults.filters ?? {} })}>
            清除条件
          </Button>
        )}
      </div>
    </form>
  );
};

const FilterField = ({
  filter,
  value,
  onChange,
}: {
  filter: ListFilter;
  value: string;
  onChange: (value: string) => void;
}) => {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  if (filter.kind === "carried") {
    if (value === "") return null;
    return (
      <div className="filter">
        <span>{filter.label}</span>
        <button type="button" className="filter-mark" onClick={() => onChange("")}>
          {filter.text ?? "已限定"}
          <span aria-hidden="true"> ×</span>
          <span className="visually-hidden">，取消这个条件</span>
        </button>
      </div>
    );
  }
  return (
    <div className="filter">
      <label htmlFor={id}>{filter.label}</label>
      {filter.kind === "choice" && (
        <select
          id={id}
          className="native-control"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">全部</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
      {filter.kind === "day" && (
        <input
          id={id}
          type="date"
          className="native-control"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {filter.kind === "text" && (
        <input
          id={id}
          className="native-control"
          value={text}
          placeholder={filter.placeholder}
          maxLength={80}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => text.trim() !== value && onChange(text.trim())}
          onKeyDown={(event) =>
            event.key === "Enter" && !event.nativeEvent.isComposing && onChange(text.trim())
          }
        />
      )}
    </div>
  );
};
