import { api, ifMatch, unwrap } from "../../../../api/client.ts";

/** Put single findings aside, or take them back; the others stay as they are. */
export function changeDismissed(id: string, etag: string, add: string[], remove: string[]) {
  return unwrap(
    api.PATCH("/api/content/{content_id}/dismissed", {
      params: { path: { content_id: id } },
      ...ifMatch(etag),
      body: { add, remove },
    }),
  );
}
