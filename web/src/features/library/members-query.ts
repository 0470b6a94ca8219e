import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** To whom a piece can be given. */
export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/members", { signal })),
});
