import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

export type View = components["schemas"]["View"];

/** Saved views: one's own first, then the workspace's. */
export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/views", { signal })),
});
