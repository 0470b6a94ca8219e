/** Where to go after signing in: a place of ours, never another site's address. */
export function nextPlace(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/") || /^\/[/\\]/.test(wanted)) return "/";
  return wanted.startsWith("/login") ? "/" : wanted;
}
