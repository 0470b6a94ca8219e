import { api, unwrap } from "../../../../api/client.ts";
import type { Proposal } from "./propose.ts";

/** Tell the server that a proposal is not wanted. */
export function discardProposal({ content_id, id }: Proposal): Promise<Proposal> {
  return unwrap(
    api.POST("/api/content/{content_id}/rewrites/{rewrite_id}/discard", {
      params: { path: { content_id, rewrite_id: id } },
    }),
  );
}
