/** One server-sent event. */
export interface RawEvent {
  type: string;
  data: string;
  /** As it stands on the wire; undefined where the event has none. */
  id: string | undefined;
}

/** Takes a `text/event-stream` apart, whatever the pieces it comes in. */
export class EventParser {
  #rest = "";
  #type = "";
  #data: string[] = [];
  #id: string | undefined;

  /** The events that `piece` completes. */
  feed(piece: string): RawEvent[] {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    const events: RawEvent[] = [];
    for (const line of lines) {
      const event = this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #line(line: string): RawEvent | undefined {
    if (line === "") return this.#dispatch();
    if (line.startsWith(":")) return undefined;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#type = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id") this.#id = value;
    return undefined;
  }

  #dispatch(): RawEvent | undefined {
    const data = this.#data;
    const event = { type: this.#type || "message", data: data.join("\n"), id: this.#id };
    this.#type = "";
    this.#data = [];
    this.#id = undefined;
    return data.length > 0 ? event : undefined;
  }
}
