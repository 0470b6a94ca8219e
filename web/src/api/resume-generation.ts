import { api, unwrap } from "./client.ts";
import type { components } from "./schema.d.ts";

/** Go on with what was stopped or has failed, from where it ended. */
export function resumeGeneration(id: string): Promise<components["schemas"]["GenerationOut"]> {
  return unwrap(
    api.POST("/api/generations/{generation_id}/resume", { params: { path: { generation_id: id } } }),
  );
}
