import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

export type PieceItem = components["schemas"]["PieceItem"];

const LATELY = 40;
const RUNNING_MS = 3000;
const RESTING_MS = 30_000;

/** What was changed last; asked for again sooner while something is being written. */
export const deskQuery = queryOptions({
  queryKey: ["pieces", "desk"],
  queryFn: ({ signal }) =>
    unwrap(
      api.GET("/api/content", { params: { query: { sort: "-updated_at", limit: LATELY } }, signal }),
    ),
  refetchInterval: ({ state }) =>
    state.data?.items.some((piece) => piece.generation_id !== null) ? RUNNING_MS : RESTING_MS,
});

/** What waits for a review, whoever wrote it. */
export const reviewQuery = queryOptions({
  queryKey: ["pieces", "review"],
  queryFn: ({ signal }) =>
    unwrap(
      api.GET("/api/content", {
        params: { query: { sort: "-updated_at", status: ["review"], limit: LATELY } },
        signal,
      }),
    ),
});

/** A generation as it stands. */
export function generationQuery(id: string) {
  return queryOptions({
    queryKey: ["generation", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/generations/{generation_id}", {
          params: { path: { generation_id: id } },
          signal,
        }),
      ),
    refetchInterval: RUNNING_MS,
  });
}
