import { api, ifMatch, unwrapWithTag } from "../../../../api/client.ts";
import type { components } from "../../../../api/schema.d.ts";

export type Piece = components["schemas"]["Piece"];

/** A piece with the tag of the version that it is. */
export interface Tagged {
  data: Piece;
  etag: string;
}

/** Save title and text over the version with this tag; 412 when somebody saved in between. */
export function savePiece(id: string, etag: string, text: { title: string; body: string }): Promise<Tagged> {
  return unwrapWithTag(
    api.PUT("/api/content/{content_id}", {
      params: { path: { content_id: id } },
      ...ifMatch(etag),
      body: text,
    }),
  );
}
