import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

export type DeskPiece = components["schemas"]["DeskPiece"];
export type DeskGeneration = components["schemas"]["DeskGeneration"];

const RUNNING_MS = 3000;
const RESTING_MS = 30_000;

/** What to resume, what needs me, what was finished; asked for again sooner while something is written. */
export const deskQuery = queryOptions({
  queryKey: ["pieces", "desk"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/desk", { signal })),
  refetchInterval: ({ state }) => (state.data?.running.length ? RUNNING_MS : RESTING_MS),
});
