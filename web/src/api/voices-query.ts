import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client.ts";

/** How the workspace writes, by name. */
export const voicesQuery = queryOptions({
  queryKey: ["voices"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/voices", { signal })),
});
