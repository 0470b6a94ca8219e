import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { KeyAnswer } from "../../../api/schema.d.ts";

/** End a key: at once on this server, within ten seconds on all others. */
export function revokeKey(key: KeyAnswer) {
  return unwrap(api.DELETE("/api/keys/{key_id}", { params: { path: { key_id: key.id } }, ...ifMatch(key.etag) }));
}
