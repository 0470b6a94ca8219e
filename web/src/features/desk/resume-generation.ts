import { api, unwrap } from "../../api/client.ts";

/** Go on from where a generation was stopped or failed. */
export function resumeGeneration(id: string) {
  return unwrap(
    api.POST("/api/generations/{generation_id}/resume", { params: { path: { generation_id: id } } }),
  );
}
