import { api, unwrap } from "../../../api/client.ts";
import type { PasswordChange } from "../../../api/schema.d.ts";

/** Change one's own password: all other sessions of this person end. */
export function changePassword(change: PasswordChange) {
  return unwrap(api.POST("/api/me/password", { body: change }));
}
