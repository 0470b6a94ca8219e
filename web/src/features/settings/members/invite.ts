import { api, unwrap } from "../../../api/client.ts";
import type { IssuedInvitation, NewInvitation } from "../../../api/schema.d.ts";

/** Make a link for somebody; the answer holds it, this once. */
export function invite(whom: NewInvitation): Promise<IssuedInvitation> {
  return unwrap(api.POST("/api/invitations", { body: whom }));
}
