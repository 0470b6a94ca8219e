import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { InvitationAnswer } from "../../../api/schema.d.ts";

/** Make an invitation's link stop working. */
export function withdraw(invitation: InvitationAnswer) {
  return unwrap(
    api.DELETE("/api/invitations/{invitation_id}", {
      params: { path: { invitation_id: invitation.id } },
      ...ifMatch(invitation.etag),
    }),
  );
}
