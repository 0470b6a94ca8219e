import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** Pieces and mean quality per day, newest first. */
export const dailyQuery = queryOptions({
  queryKey: ["analytics", "daily"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/analytics/daily", { signal })),
});
