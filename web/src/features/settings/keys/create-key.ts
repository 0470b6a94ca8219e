import { api, unwrap } from "../../../api/client.ts";
import type { IssuedKey, NewKey } from "../../../api/schema.d.ts";

/** Make a key; the answer holds it, this once. */
export function createKey(wanted: NewKey): Promise<IssuedKey> {
  return unwrap(api.POST("/api/keys", { body: wanted }));
}
