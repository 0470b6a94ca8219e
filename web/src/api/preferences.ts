import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrapWithTag } from "./client.ts";
import type { Preferences } from "./schema.d.ts";

/** What the member chose once for all pages, and for every brief; with the version for a change. */
export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: ({ signal }) => unwrapWithTag(api.GET("/api/me/preferences", { signal })),
  staleTime: 60_000,
});

let last: Promise<unknown> = Promise.resolve();

/**
 * Keep some of the preferences and leave the others; one change after the other, each on what the
 * server has by then.
 */
export function keepPreferences(queries: QueryClient, change: Partial<Preferences>): Promise<void> {
  const next = last.then(async () => {
    const { data, etag } = await queries.query({ ...preferencesQuery, staleTime: 0 });
    const saved = await unwrapWithTag(
      api.PUT("/api/me/preferences", { body: { ...data, ...change }, ...ifMatch(etag) }),
    );
    queries.setQueryData(preferencesQuery.queryKey, saved);
  });
  // A failure is the asker's; the next change goes on.
  last = next.catch(() => undefined);
  return next;
}
