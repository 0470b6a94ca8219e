import type { Change, TextFold } from "../../../../api/events/fold.ts";
import type { Desk } from "../desk.ts";

/** Brings a generation's text into the editor, once a frame at most. */
export class Feed {
  #fold: TextFold | undefined;
  #from = 0;
  #frame = 0;
  #halted = false;

  constructor(
    private readonly desk: Pick<Desk, "stream">,
    private readonly onFrame: () => void,
  ) {}

  take(change: Change, fold: TextFold): void {
    // Another fold is another connection's text from its beginning.
    this.#from = fold === this.#fold ? Math.min(this.#from, change.from) : 0;
    this.#fold = fold;
    if (!this.#halted && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.flush());
  }

  /** Show what came, now. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#halted || this.#fold === undefined) return;
    const { text } = this.#fold;
    this.desk.stream(text, this.#from);
    this.#from = text.length;
    this.onFrame();
  }

  /** Not a character more from here on. */
  halt(): void {
    this.#halted = true;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  go(): void {
    this.#halted = false;
    this.flush();
  }
}
