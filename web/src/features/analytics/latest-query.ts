import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** The newest piece, however old it is. */
export const latestQuery = queryOptions({
  queryKey: ["pieces", "latest"],
  queryFn: ({ signal }) =>
    unwrap(api.GET("/api/content", { params: { query: { sort: "-created_at", limit: 1 } }, signal })),
});
