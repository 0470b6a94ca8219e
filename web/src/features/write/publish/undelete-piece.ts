import { api, unwrap } from "../../../api/client.ts";
import type { Piece } from "../phases/change-piece.ts";

/** Take a piece out of the bin. */
export function undeletePiece(id: string): Promise<Piece> {
  return unwrap(api.POST("/api/content/{content_id}/restore", { params: { path: { content_id: id } } }));
}
