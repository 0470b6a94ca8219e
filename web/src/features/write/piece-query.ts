import { queryOptions } from "@tanstack/react-query";
import { api, unwrapWithTag } from "../../api/client.ts";

/** A piece whole, with the tag that a change of it must show. */
export function pieceQuery(id: string) {
  return queryOptions({
    queryKey: ["piece", id],
    queryFn: ({ signal }) =>
      unwrapWithTag(
        api.GET("/api/content/{content_id}", {
          params: { path: { content_id: id } },
          signal,
        }),
      ),
  });
}
