import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** The library by keyset pages, what was changed last first. */
export const piecesQuery = infiniteQueryOptions({
  queryKey: ["pieces", "list"],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      api.GET("/api/content", {
        params: { query: { sort: "-updated_at", limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});
