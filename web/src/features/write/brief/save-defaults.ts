import type { QueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrapWithTag } from "../../../api/client.ts";
import type { Defaults } from "./draft.ts";
import { preferencesQuery } from "./preferences-query.ts";

/** Remember how the member writes, beside their other preferences. Nothing hangs on its success. */
export async function saveDefaults(queries: QueryClient, brief: Defaults): Promise<void> {
  try {
    const { data, etag } = await queries.query({ ...preferencesQuery, staleTime: 0 });
    const saved = await unwrapWithTag(
      api.PUT("/api/me/preferences", { body: { ...data, brief }, ...ifMatch(etag) }),
    );
    queries.setQueryData(preferencesQuery.queryKey, saved);
  } catch {
    // The browser remembers them, too.
  }
}
