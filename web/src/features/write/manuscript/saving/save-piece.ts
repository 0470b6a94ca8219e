import { api, ifMatch, unwrapWithTag } from "../../../../api/client.ts";
import type { components } from "../../../../api/schema.d.ts";

export type Piece = components["schemas"]["Piece"];

/** A piece with the tag of the version that it is. */
export interface Tagged {
  data: Piece;
  etag: string;
}

const MOST_KEPT_ALIVE = 15_000;

/** Save title and text over the version with this tag; 412 when somebody saved in between. */
export function savePiece(id: string, etag: string, text: { title: string; body: string }): Promise<Tagged> {
  return unwrapWithTag(
    api.PUT("/api/content/{content_id}", {
      params: { path: { content_id: id } },
      ...ifMatch(etag),
      body: text,
      // The last save is sent as the page is left; four bytes a character at most.
      keepalive: text.body.length < MOST_KEPT_ALIVE,
    }),
  );
}
