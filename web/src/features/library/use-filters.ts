import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { readFilters, writeFilters, type Filters } from "./filters.ts";

/** The filters, which live in the address. A change of words replaces it, any other can be gone back. */
export function useFilters(): [Filters, (next: Filters, options?: { replace: boolean }) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = useMemo(() => readFilters(search), [search]);
  const change = useCallback(
    (next: Filters, options?: { replace: boolean }) => {
      const query = writeFilters(next);
      navigate(query ? `/library?${query}` : "/library", options);
    },
    [navigate],
  );
  return [filters, change];
}
