import { useQuery } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries.ts";
import type { components } from "../../../api/schema.d.ts";

type Me = components["schemas"]["Me"];

/** What the caller may do with a piece, as the server's table of roles has it. */
export interface Rights {
  /** Change it: authors their own, editors all. */
  write: boolean;
  /** Make another piece. */
  create: boolean;
  generate: boolean;
  approve: boolean;
}

export const NO_RIGHTS: Rights = { write: false, create: false, generate: false, approve: false };

/** Rights over a piece of this author; none while it is not known who is calling. */
export function rightsOver(authorId: string, me: Me | undefined): Rights {
  if (me === undefined) return NO_RIGHTS;
  const may = (action: Me["permissions"][number]) => me.permissions.includes(action);
  const mine = authorId === me.member_id || may("content:write-any");
  return {
    write: may("content:write") && mine,
    create: may("content:write"),
    generate: may("content:generate") && mine,
    approve: may("content:approve") && mine,
  };
}

/** Rights of who is signed in over a piece. */
export function useRights(authorId: string): Rights {
  return rightsOver(authorId, useQuery(meQuery).data);
}
