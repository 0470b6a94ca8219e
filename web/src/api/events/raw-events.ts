import { EventParser, type RawEvent } from "./parser.ts";

/** The events of an answer, as they come; leaving the loop lets the connection go. */
export async function* rawEventsOf(response: Response): AsyncGenerator<RawEvent> {
  if (response.body === null) return;
  const parser = new EventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.feed(value);
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
