import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../../api/client.ts";

/** The revisions of a piece, newest first. */
export function revisionsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["revisions", id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/content/{content_id}/revisions", {
          params: { path: { content_id: id }, query: { cursor: pageParam, limit: 20 } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
}
