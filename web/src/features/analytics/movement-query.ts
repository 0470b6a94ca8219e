import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import type { Range } from "./range.ts";

export type Movement = components["schemas"]["Movement"];
export type Share = components["schemas"]["Share"];

/** The days beside as many before them. */
export const movementQuery = (range: Range) =>
  queryOptions({
    queryKey: ["analytics", "movement", range],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/analytics/movement", { params: { query: range }, signal })),
    placeholderData: keepPreviousData,
  });
