import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** Who has pieces. */
export const authorsQuery = queryOptions({
  queryKey: ["pieces", "authors"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/content/authors", { signal })),
});
