import { useQuery } from "@tanstack/react-query";
import { useCallback, useState, type Ref } from "react";
import { tagsQuery } from "../../api/tags-query.ts";
import { Button } from "../../components/button.tsx";
import { Select, TextInput, type Choice } from "../../components/field.tsx";
import { classes } from "../../lib/classes.ts";
import { useText } from "../../lib/language.ts";
import { authorsQuery } from "./authors-query.ts";
import { countFilters, SORTS, STATUSES, usualSort, type Filters } from "./filters.ts";
import { messages } from "./messages.ts";
import { SearchField } from "./search-field.tsx";
import styles from "./filter-bar.module.css";

/** Bands as the scores are drawn. */
const BANDS = { good: [80, 100], fair: [50, 79], poor: [0, 49] } as const;
type Band = "" | "own" | keyof typeof BANDS;

function bandOfFilters({ quality_min, quality_max, seo_min, seo_max }: Filters): Band {
  const given = [quality_min, quality_max, seo_min, seo_max];
  if (given.every((value) => typeof value !== "number")) return "";
  const names = Object.keys(BANDS) as (keyof typeof BANDS)[];
  const same = names.find((name) => BANDS[name][0] === quality_min && BANDS[name][1] === quality_max);
  return same && seo_min === undefined && seo_max === undefined ? same : "own";
}

function without(filters: Filters, ...names: (keyof Filters)[]): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([name]) => !names.includes(name as keyof Filters)),
  );
}

interface FilterBarProps {
  searchRef: Ref<HTMLInputElement>;
  filters: Filters;
  onChange: (next: Filters, options?: { replace: boolean }) => void;
}

/** Words, filters and order. */
export function FilterBar({ searchRef, filters, onChange }: FilterBarProps) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const authors = useQuery(authorsQuery).data?.items ?? [];
  const tags = useQuery(tagsQuery).data?.items ?? [];
  const band = bandOfFilters(filters);
  const count = countFilters(filters);
  const tag = filters.tag?.join(", ") ?? "";
  const status = filters.status?.join(" ") ?? "";
  const onSearch = useCallback(
    (q: string) => onChange({ ...without(filters, "q"), ...(q && { q }) }, { replace: true }),
    [filters, onChange],
  );
  const set = (name: keyof Filters, value: string | string[]) =>
    onChange({ ...without(filters, name), ...(value.length > 0 && { [name]: value }) });
  // What the address asks for and no list offers, such as two tags, stays to be seen.
  const withOwn = (choices: Choice<string>[], value: string, label = value) =>
    choices.some((choice) => choice.value === value) ? choices : [...choices, { value, label }];

  return (
    <search className={styles.bar}>
      <SearchField ref={searchRef} value={filters.q ?? ""} onSearch={onSearch} />
      <div className={styles.toggle}>
        <Button icon="filter" aria-expanded={open} onClick={() => setOpen(!open)}>
          {count > 0 ? t("filtersOn", { count }) : t("filters")}
        </Button>
      </div>
      <Select
        aria-label={t("sort")}
        className={classes(styles.sort, open && styles.open)}
        value={filters.sort ?? usualSort(filters)}
        choices={[...(filters.q ? (["relevance"] as const) : []), ...SORTS].map((value) => ({
          value,
          label: t(`sort_${value}`),
        }))}
        onChoose={(value) => onChange({ ...filters, sort: value })}
      />
      <div className={classes(styles.filters, open && styles.open)}>
        <Select
          aria-label={t("column_status")}
          value={status}
          choices={withOwn(
            [{ value: "", label: t("anyStatus") }, ...STATUSES.map((value) => ({ value, label: t(value) }))],
            status,
            (filters.status ?? []).map((one) => t(one)).join(", "),
          )}
          onChoose={(value) => set("status", value ? [value] : [])}
        />
        <Select
          aria-label={t("column_author")}
          value={filters.author ?? ""}
          choices={withOwn(
            [
              { value: "", label: t("anyAuthor") },
              ...authors.map(({ id, name }) => ({ value: id, label: name })),
            ],
            filters.author ?? "",
          )}
          onChoose={(value) => set("author", value)}
        />
        <Select
          aria-label={t("tag")}
          value={tag}
          choices={withOwn(
            [{ value: "", label: t("anyTag") }, ...tags.map(({ name }) => ({ value: name, label: name }))],
            tag,
          )}
          onChoose={(value) => set("tag", value ? [value] : [])}
        />
        <Select
          aria-label={t("column_quality")}
          value={band}
          choices={[
            { value: "", label: t("anyScore") },
            ...(["good", "fair", "poor"] as const).map((value) => ({ value, label: t(value) })),
            ...(band === "own" ? [{ value: band, label: t("ownScore") }] : []),
          ]}
          onChoose={(value) => {
            const rest = without(filters, "quality_min", "quality_max", "seo_min", "seo_max");
            if (value === "" || value === "own") onChange(rest);
            else onChange({ ...rest, quality_min: BANDS[value][0], quality_max: BANDS[value][1] });
          }}
        />
        {(["created_from", "created_to"] as const).map((name) => (
          <label key={name} className={styles.date}>
            {t(name)}
            <TextInput
              type="date"
              value={filters[name] ?? ""}
              onChange={(event) => set(name, event.target.value)}
            />
          </label>
        ))}
      </div>
    </search>
  );
}
