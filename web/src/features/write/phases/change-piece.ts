import { api, ifMatch, unwrapWithTag } from "../../../api/client.ts";
import type { components } from "../../../api/schema.d.ts";

export type Piece = components["schemas"]["Piece"];
export type PieceChange = components["schemas"]["PieceChange"];

/** Save some fields of a piece, or take a step of its status. */
export function changePiece(id: string, etag: string, change: PieceChange): Promise<{ data: Piece; etag: string }> {
  return unwrapWithTag(
    api.PATCH("/api/content/{content_id}", {
      params: { path: { content_id: id } },
      body: change,
      ...ifMatch(etag),
    }),
  );
}
