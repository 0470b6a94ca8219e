import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

/** Stop for good; what was written stays. */
export function stopGeneration(id: string): Promise<components["schemas"]["GenerationOut"]> {
  return unwrap(
    api.POST("/api/generations/{generation_id}/stop", { params: { path: { generation_id: id } } }),
  );
}
