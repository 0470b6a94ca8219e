import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client.ts";

/** The members of the workspace, oldest first. */
export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/members", { signal })),
});
