import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";

/** What an invitation is for: where to, by whom, as what. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => unwrap(api.POST("/api/invitations/open", { body: { token }, signal })),
    staleTime: Infinity,
    gcTime: 0,
  });
