import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { MemberAnswer } from "../../../api/schema.d.ts";

/** Remove a member: their sessions and keys end, what they wrote stays. */
export function removeMember(member: MemberAnswer) {
  return unwrap(
    api.DELETE("/api/members/{member_id}", {
      params: { path: { member_id: member.id } },
      ...ifMatch(member.etag),
    }),
  );
}
