import { api, unwrap } from "../../../api/client.ts";
import type { Piece } from "../phases/change-piece.ts";

/** Make a piece of the same text and tags; its address stays with the first one. */
export function duplicatePiece(piece: Piece, title: string): Promise<Piece> {
  const { body, tags, language, keyphrase, meta_description } = piece;
  return unwrap(
    api.POST("/api/content", { body: { title, body, tags, language, keyphrase, meta_description, slug: "" } }),
  );
}
