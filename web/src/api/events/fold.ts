import type { GenerationEvent } from "./types.ts";

/** What an event did to the text: `insert` in the place of `from` to `to`, in UTF-16 units. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** The server broke its own rules; open the piece from the library instead. */
export class FoldError extends Error {
  override readonly name = "FoldError";
}

/** Puts a piece's text together: it is the fold of the events. */
export class TextFold {
  #parts: string[] = [];
  #length = 0;
  #seq: number | undefined;

  /** The number of the last event that is in the text: where to go on; undefined at first. */
  get seq(): number | undefined {
    return this.#seq;
  }

  get length(): number {
    return this.#length;
  }

  get text(): string {
    if (this.#parts.length > 1) this.#parts = [this.#parts.join("")];
    return this.#parts[0] ?? "";
  }

  /**
   * Take an event in; one that was taken in before changes nothing.
   *
   * @throws FoldError when a rewind does not fit the text.
   */
  apply(event: GenerationEvent): Change | undefined {
    if (event.type === "snapshot") return this.#restart(event.data.text, event.data.seq);
    if (event.seq !== undefined) {
      if (this.#seq !== undefined && event.seq <= this.#seq) return undefined;
      this.#seq = event.seq;
    }
    if (event.type === "token" || event.type === "section") return this.#append(event.data.text);
    if (event.type === "rewind") return this.#cut(event.data.offset);
    return undefined;
  }

  #restart(text: string, seq: number): Change | undefined {
    const before = this.text;
    this.#parts = [text];
    this.#length = text.length;
    this.#seq = seq;
    // What both begin with stays where it is, so that an editor need not draw it anew.
    const from = sharedLength(before, text);
    if (from === before.length && from === text.length) return undefined;
    return { from, to: before.length, insert: text.slice(from) };
  }

  #append(text: string): Change | undefined {
    if (text === "") return undefined;
    const at = this.#length;
    this.#parts.push(text);
    this.#length += text.length;
    return { from: at, to: at, insert: text };
  }

  #cut(offset: number): Change | undefined {
    if (offset > this.#length || offset < 0) {
      throw new FoldError(`The server took the text back to ${offset}, behind its end.`);
    }
    const to = this.#length;
    this.#parts = [this.text.slice(0, offset)];
    this.#length = offset;
    return offset === to ? undefined : { from: offset, to, insert: "" };
  }
}

function sharedLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return length;
}
