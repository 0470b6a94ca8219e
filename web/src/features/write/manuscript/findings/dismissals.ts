import { UnreachableError } from "../../../../api/problem.ts";

interface Ways {
  send: (add: string[], remove: string[]) => Promise<unknown>;
  onSent: () => void;
  onRefused: (error: Error) => void;
}

/** Tells the server which findings are put aside; one request at a time, again once it is back. */
export class Dismissals {
  /** What is wished and not known to be on the server. */
  readonly #wishes = new Map<string, boolean>();
  #sending = false;

  constructor(private readonly ways: Ways) {}

  /** Whether a finding is put aside, where that is not on the server yet. */
  wish(id: string): boolean | undefined {
    return this.#wishes.get(id);
  }

  set(id: string, aside: boolean): void {
    this.#wishes.set(id, aside);
    void this.flush();
  }

  /** Send what is not sent yet, as when the server is back. */
  async flush(): Promise<void> {
    if (this.#sending || this.#wishes.size === 0) return;
    this.#sending = true;
    const sent = new Map(this.#wishes);
    const those = (aside: boolean) => [...sent].filter(([, wish]) => wish === aside).map(([id]) => id);
    let goOn = true;
    try {
      await this.ways.send(those(true), those(false));
      this.#settle(sent);
      this.ways.onSent();
    } catch (error) {
      // A server that is away is waited for; what it refuses is not asked again.
      if (error instanceof UnreachableError) goOn = false;
      else {
        this.#settle(sent);
        this.ways.onRefused(error instanceof Error ? error : new Error(String(error)));
      }
    } finally {
      this.#sending = false;
    }
    if (goOn) void this.flush();
  }

  #settle(sent: ReadonlyMap<string, boolean>): void {
    for (const [id, wish] of sent) if (this.#wishes.get(id) === wish) this.#wishes.delete(id);
  }
}
