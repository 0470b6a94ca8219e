import type { Source } from "./draft.ts";

/** Characters that the server takes of one source. */
export const LONGEST_SOURCE = 200_000;
const LARGEST_FILE = 4 * LONGEST_SOURCE;

/** What was pasted, as a source: one address, Markdown by its marks, or plain text. */
export function sourceOf(pasted: string, title = ""): Source {
  const text = pasted.trim();
  if (/^https?:\/\/\S+$/i.test(text)) return { kind: "url", url: text, title };
  const marked = /^#{1,6} |^[-*] |^\d+\. |\[[^\]]+\]\([^)]+\)|^```/m.test(text);
  return { kind: marked ? "markdown" : "text", text, title: title || titleIn(text) };
}

/** A heading at its beginning names a text. */
function titleIn(text: string): string {
  return (/^#{1,6} +(.+)/.exec(text)?.[1] ?? "").trim().slice(0, 300);
}

/** A file cannot be a source. */
export class SourceFileError extends Error {
  override readonly name = "SourceFileError";

  constructor(
    readonly reason: "large" | "binary",
    readonly file: string,
  ) {
    super(file);
  }
}

/**
 * A dropped or chosen file as a source.
 *
 * @throws SourceFileError when it is too large, or no text.
 */
export async function sourceOfFile(file: File): Promise<Source> {
  if (file.size > LARGEST_FILE) throw new SourceFileError("large", file.name);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new SourceFileError("binary", file.name);
  }
  if (text.includes("\0")) throw new SourceFileError("binary", file.name);
  if (text.length > LONGEST_SOURCE) throw new SourceFileError("large", file.name);
  const markdown = /\.(md|markdown|mdx)$/i.test(file.name);
  return { kind: markdown ? "markdown" : "text", text: text.trim(), title: file.name.slice(0, 300) };
}
