import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

export type Movement = components["schemas"]["Movement"];
export type Share = components["schemas"]["Share"];

/** The last 30 days beside the 30 before them. */
export const movementQuery = queryOptions({
  queryKey: ["analytics", "movement"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/analytics/movement", { signal })),
});
