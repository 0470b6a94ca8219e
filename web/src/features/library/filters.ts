import type { components } from "../../api/schema.d.ts";

type Asked = components["schemas"]["Filters"];
export type Sort = components["schemas"]["Sort"];
export type Status = components["schemas"]["Status"];

/** Which pieces, in which order; what is not asked for is missing. */
export type Filters = Omit<Asked, "deleted">;

export const STATUSES: readonly Status[] = ["draft", "review", "approved"];
export const SORTS: readonly Sort[] = [
  "-updated_at", "-created_at", "created_at", "title", "-quality_score", "quality_score", "-seo_score",
];
/** The order of a view that does not name one: the server's own. */
const SORT_OF_A_VIEW: Sort = "-created_at";
const NUMBERS = ["quality_min", "quality_max", "seo_min", "seo_max"] as const;
const WORDS = ["q", "author", "created_from", "created_to"] as const;

/** The order when nobody chose one. */
export function usualSort(filters: Filters): Sort {
  return filters.q?.trim() ? "relevance" : "-updated_at";
}

/** The filters that an address holds; what it misspells is left out. */
export function readFilters(search: string): Filters {
  const given = new URLSearchParams(search);
  const filters: Filters = {};
  for (const name of WORDS) {
    const value = given.get(name);
    if (value) filters[name] = value;
  }
  for (const name of NUMBERS) {
    const text = given.get(name) ?? "";
    const value = Number(text);
    if (text !== "" && Number.isInteger(value) && value >= 0 && value <= 100) filters[name] = value;
  }
  const status = STATUSES.filter((one) => given.getAll("status").includes(one));
  if (status.length > 0) filters.status = status;
  const tag = given.getAll("tag").filter(Boolean);
  if (tag.length > 0) filters.tag = tag;
  const sort = [...SORTS, "relevance" as const].find((one) => one === given.get("sort"));
  if (sort && sort !== usualSort(filters) && (sort !== "relevance" || filters.q)) filters.sort = sort;
  return filters;
}

/** The same as the part of an address behind `?`, always in the same order. */
export function writeFilters(filters: Filters): string {
  const out = new URLSearchParams();
  for (const name of WORDS) if (filters[name]) out.set(name, filters[name]);
  for (const name of NUMBERS) {
    const value = filters[name];
    if (value !== undefined && value !== null) out.set(name, String(value));
  }
  for (const status of STATUSES) if (filters.status?.includes(status)) out.append("status", status);
  for (const tag of filters.tag ?? []) out.append("tag", tag);
  if (filters.sort && filters.sort !== usualSort(filters)) out.set("sort", filters.sort);
  return out.toString();
}

/** What the server is asked, and what a view keeps: the sort is named. */
export function askedOf(filters: Filters): Filters {
  const { q, ...rest } = filters;
  return { ...rest, ...(q?.trim() && { q }), sort: filters.sort ?? usualSort(filters) };
}

/** The filters of a view, which comes back without what is usual for the server. */
export function filtersOfView(query: Asked): Filters {
  const given: Filters = { sort: SORT_OF_A_VIEW, ...query };
  if (given.created_from) given.created_from = given.created_from.slice(0, 10);
  if (given.created_to) given.created_to = given.created_to.slice(0, 10);
  return readFilters(writeFilters(given));
}

/** How many filters narrow the list, words and order apart. */
export function countFilters(filters: Filters): number {
  const { status, tag, author, created_from, created_to } = filters;
  const scores = NUMBERS.some((name) => typeof filters[name] === "number");
  return [status, tag, author, created_from, created_to, scores].filter(Boolean).length;
}
