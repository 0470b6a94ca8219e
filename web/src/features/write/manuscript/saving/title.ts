const MOST = 300;

/** The title that a text brings along: its first line, when that is a heading of the first level. */
export function titleIn(text: string): string | undefined {
  const start = text.slice(0, 2000).trimStart();
  if (!start.startsWith("# ")) return undefined;
  const plain = (start.split("\n", 1)[0] ?? "")
    .slice(2)
    .replace(/\s+#+\s*$/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`~]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MOST);
  return plain === "" || /^#+$/.test(plain) ? undefined : plain;
}
