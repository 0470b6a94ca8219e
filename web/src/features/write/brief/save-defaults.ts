import type { QueryClient } from "@tanstack/react-query";
import { keepPreferences } from "../../../api/preferences.ts";
import type { Defaults } from "./draft.ts";

/** Remember how the member writes, beside their other preferences. Nothing hangs on its success. */
export async function saveDefaults(queries: QueryClient, brief: Defaults): Promise<void> {
  // The browser remembers them, too.
  await keepPreferences(queries, { brief }).catch(() => undefined);
}
