import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { MemberAnswer, Role } from "../../../api/schema.d.ts";

/** Give a member another role. */
export function changeMember(member: MemberAnswer, role: Role): Promise<MemberAnswer> {
  return unwrap(
    api.PATCH("/api/members/{member_id}", {
      params: { path: { member_id: member.id } },
      body: { role },
      ...ifMatch(member.etag),
    }),
  );
}
