import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../../api/client.ts";

/** What changed between two revisions, by words; `now` is the piece's own, since saves may share one. */
export function diffQuery(id: string, from: number, to: number, now: number) {
  return queryOptions({
    queryKey: ["revisions", id, "diff", from, to, now],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/content/{content_id}/diff", {
          params: { path: { content_id: id }, query: { from, to } },
          signal,
        }),
      ),
  });
}
