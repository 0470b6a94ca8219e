import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../../api/client.ts";

/** A generation as it stands, with its outline. */
export function generationQuery(id: string | null | undefined) {
  return queryOptions({
    queryKey: ["generation", id],
    enabled: id !== null && id !== undefined,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/generations/{generation_id}", {
          params: { path: { generation_id: id ?? "" } },
          signal,
        }),
      ),
  });
}
