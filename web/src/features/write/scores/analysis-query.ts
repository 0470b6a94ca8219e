import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../../api/client.ts";
import { ProblemError } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.d.ts";

const SOON_MS = 700;
const LATER_MS = 5000;
const PATIENCE = 30;

export type Analysis = components["schemas"]["SavedAnalysis"];

/** The newest analysis of a piece, null before the first; asked for again until it is of `revision`. */
export function analysisQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ["analysis", id],
    queryFn: async ({ signal }): Promise<Analysis | null> => {
      try {
        return await unwrap(
          api.GET("/api/content/{content_id}/analysis", { params: { path: { content_id: id } }, signal }),
        );
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => {
      if ((state.data?.revision ?? 0) >= revision) return false;
      return state.dataUpdateCount < PATIENCE ? SOON_MS : LATER_MS;
    },
  });
}
