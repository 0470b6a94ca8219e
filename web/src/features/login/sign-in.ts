import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

/** Sign in: the answer sets the session's cookie. */
export function signIn(who: components["schemas"]["SignIn"]): Promise<components["schemas"]["Me"]> {
  return unwrap(api.POST("/api/session", { body: who }));
}
