import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

/** Begin to write; the piece and its generation exist when this answers. */
export function startGeneration(
  brief: components["schemas"]["BriefIn"],
): Promise<components["schemas"]["Accepted"]> {
  return unwrap(api.POST("/api/content/generate", { body: brief }));
}
