/** A stretch of a text: a citation when it has a number. */
export interface Stretch {
  text: string;
  citation?: number;
}

const CITATION = /\[\^(\d{1,4})\](?!:)/g;

/** The text cut at its citations `[^n]`; the definitions of footnotes are none. */
export function stretchesOf(text: string): Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  for (const match of text.matchAll(CITATION)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: match[0], citation: Number(match[1]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** The number of the citation at an offset of the text, for an editor's cursor or pointer. */
export function citationAt(text: string, offset: number): number | undefined {
  let at = 0;
  for (const stretch of stretchesOf(text)) {
    const end = at + stretch.text.length;
    if (stretch.citation !== undefined && offset >= at && offset <= end) return stretch.citation;
    if (at > offset) return undefined;
    at = end;
  }
  return undefined;
}
