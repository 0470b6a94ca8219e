import { api, ifMatch, unwrap } from "../../../api/client.ts";

/** Put a piece into the bin. */
export async function deletePiece(id: string, etag: string): Promise<void> {
  await unwrap(
    api.DELETE("/api/content/{content_id}", { params: { path: { content_id: id } }, ...ifMatch(etag) }),
  );
}
