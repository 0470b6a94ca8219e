import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../../api/client.ts";
import { ProblemError } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.d.ts";

export type PieceBrief = components["schemas"]["BriefOut"];

/** What a piece was written from, with the passages that it may cite; null for one written by hand. */
export function briefQuery(id: string, briefId: string | null) {
  return queryOptions({
    queryKey: ["brief", id],
    enabled: briefId !== null,
    queryFn: async ({ signal }): Promise<PieceBrief | null> => {
      try {
        return await unwrap(
          api.GET("/api/content/{content_id}/brief", { params: { path: { content_id: id } }, signal }),
        );
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}
