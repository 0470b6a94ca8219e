import { api, unwrap } from "../../api/client.ts";
import type { Acceptance, Me } from "../../api/schema.d.ts";

/** Become a member: the answer sets the session's cookie. */
export function acceptInvitation(who: Acceptance): Promise<Me> {
  return unwrap(api.POST("/api/invitations/accept", { body: who }));
}
