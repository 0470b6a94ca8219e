import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

/** Keep filters under a name. */
export function saveView(view: components["schemas"]["ViewSave"]) {
  return unwrap(api.POST("/api/views", { body: view }));
}
