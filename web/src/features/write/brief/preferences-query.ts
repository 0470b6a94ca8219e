import { queryOptions } from "@tanstack/react-query";
import { api, unwrapWithTag } from "../../../api/client.ts";

/** What the member chose once for all pages, and for every brief. */
export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: ({ signal }) => unwrapWithTag(api.GET("/api/me/preferences", { signal })),
  staleTime: 60_000,
});
