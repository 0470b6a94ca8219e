import { api, ifMatch, unwrapWithTag } from "../../../api/client.ts";
import type { Piece } from "../phases/change-piece.ts";

/** Make an older text the newest revision. */
export function restoreRevision(id: string, etag: string, number: number): Promise<{ data: Piece; etag: string }> {
  return unwrapWithTag(
    api.POST("/api/content/{content_id}/revisions/{number}/restore", {
      params: { path: { content_id: id, number } },
      ...ifMatch(etag),
    }),
  );
}
