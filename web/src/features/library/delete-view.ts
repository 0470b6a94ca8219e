import { api, ifMatch, unwrap } from "../../api/client.ts";
import type { View } from "./views-query.ts";

/** Forget a view. */
export function deleteView(view: View) {
  return unwrap(
    api.DELETE("/api/views/{view_id}", { params: { path: { view_id: view.id } }, ...ifMatch(view.etag) }),
  );
}
