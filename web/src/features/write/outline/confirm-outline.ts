import { api, unwrap } from "../../../api/client.ts";
import type { Outline } from "../../../api/events/types.ts";
import type { components } from "../../../api/schema.d.ts";

/** Go on with the outline as it was edited. */
export function confirmOutline(
  generationId: string,
  plan: Outline,
): Promise<components["schemas"]["GenerationOut"]> {
  return unwrap(
    api.POST("/api/generations/{generation_id}/outline", {
      params: { path: { generation_id: generationId } },
      body: plan,
    }),
  );
}
