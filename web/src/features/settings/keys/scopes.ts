import type { Action } from "../../../api/schema.d.ts";

/** All that a key can be for, from what is asked for most. */
export const SCOPES = [
  "content:read",
  "content:generate",
  "content:write",
  "content:write-any",
  "content:approve",
  "seo:analyse",
  "analytics:read",
  "voices:manage",
  "views:share",
  "own:write",
  "providers:test",
  "members:read",
  "members:contact",
  "members:manage",
  "keys:manage",
  "operations:read",
] as const satisfies readonly Action[];

/** What most keys are for. */
export const BUNDLES = ["read", "write", "operate"] as const;
export type Bundle = (typeof BUNDLES)[number];

const BUNDLED: Record<Bundle, readonly Action[]> = {
  read: ["content:read", "analytics:read"],
  write: ["content:read", "content:generate", "content:write", "seo:analyse"],
  operate: ["operations:read"],
};

/** The scopes of a bundle, no more than the maker of the key may do. */
export function scopesOf(bundle: Bundle, permissions: readonly Action[]): Action[] {
  return BUNDLED[bundle].filter((scope) => permissions.includes(scope));
}

/** The bundle that has exactly these scopes. */
export function bundleOf(scopes: readonly string[]): Bundle | undefined {
  return BUNDLES.find(
    (bundle) =>
      BUNDLED[bundle].length === scopes.length && BUNDLED[bundle].every((scope) => scopes.includes(scope)),
  );
}

/** How a key begins, shortened to the end of its own id: enough to find it among those in use. */
export function shortBeginningOf(id: string): string {
  return `alw_k_…${id.replaceAll("-", "").slice(-8)}_…`;
}

/** A call to try a key with: the first thing that it may do. */
export function exampleCall(origin: string, token: string, scopes: readonly string[]): string {
  const place = EXAMPLES.find(([scope]) => scopes.includes(scope))?.[1] ?? "/api/me";
  return `curl -H 'Authorization: Bearer ${token}' ${origin}${place}`;
}

const EXAMPLES = [
  ["content:read", "/api/content"],
  ["operations:read", "/metrics"],
  ["members:read", "/api/members"],
] as const;
