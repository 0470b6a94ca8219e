import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** How the workspace writes, with when each voice was made and changed. */
export const voicesQuery = queryOptions({
  queryKey: ["voices"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/voices", { signal })),
  staleTime: 60_000,
});
