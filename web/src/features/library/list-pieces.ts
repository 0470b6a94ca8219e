import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { askedOf, writeFilters, type Filters } from "./filters.ts";

export type PieceItem = components["schemas"]["PieceItem"];

const PAGE = 100;

/** The pieces that the filters leave, by keyset pages. */
export function piecesQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ["pieces", "list", writeFilters(filters)],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/content", {
          params: { query: { ...askedOf(filters), limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}
