import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import { addDays, type Range } from "./range.ts";
import { GOOD } from "./series.ts";

const SHOWN = 5;

/** The pieces of these days whose quality is the furthest below good. */
export const weakestQuery = ({ from, to }: Range) =>
  queryOptions({
    queryKey: ["pieces", "weakest", from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/content", {
          params: {
            query: {
              created_from: from,
              created_to: addDays(to, 1),
              quality_max: GOOD - 1,
              sort: "quality_score",
              limit: SHOWN,
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
