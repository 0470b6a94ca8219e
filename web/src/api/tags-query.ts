import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client.ts";

/** The tags in use. */
export const tagsQuery = queryOptions({
  queryKey: ["pieces", "tags"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/content/tags", { signal })),
});
