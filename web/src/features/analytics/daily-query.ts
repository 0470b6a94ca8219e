import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { Range } from "./range.ts";

const MOST_DAYS = 366;

/** Pieces and mean quality per day, newest first. */
export const dailyQuery = (range: Range) =>
  queryOptions({
    queryKey: ["analytics", "daily", range],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analytics/daily", { params: { query: { ...range, limit: MOST_DAYS } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
