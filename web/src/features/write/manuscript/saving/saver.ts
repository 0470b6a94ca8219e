import type { ChangeDesc, ChangeSet } from "@codemirror/state";
import { ProblemError, UnreachableError } from "../../../../api/problem.ts";
import type { Journal, Unsaved } from "./journal.ts";
import type { Piece, Tagged } from "./save-piece.ts";

const PAUSE_MS = 800;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const MOST_DOUBTFUL = 8;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

export type SaveState =
  | { kind: "saved"; at: number | undefined }
  | { kind: "unsaved" }
  | { kind: "saving" }
  /** Cannot be saved now; goes on by itself. */
  | { kind: "waiting"; why: string | undefined }
  /** Somebody else saved in between. */
  | { kind: "stale"; theirs: Tagged }
  /** The server will not have it; the next key tries again. */
  | { kind: "refused"; why: string };

export interface Copy {
  title: string;
  body: string;
}

interface Needs {
  base: Tagged;
  read: () => Copy;
  send: (etag: string, copy: Copy) => Promise<Tagged>;
  journal: Pick<Journal, "note" | "keep" | "clear">;
  onState: (state: SaveState) => void;
  onSaved: (saved: Tagged) => void;
}

/** Saves a piece a moment after the last key, one save at a time, until the server has every key. */
export class Saver {
  #base: Tagged;
  #state: SaveState = { kind: "saved", at: undefined };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry = FIRST_RETRY_MS;
  #flight: Promise<void> | undefined;
  /** Sent, and nobody knows whether they arrived. */
  #doubtful: Copy[] = [];
  #since: ChangeDesc | undefined;
  #sinceSent: ChangeDesc | undefined;
  #closed = false;

  constructor(private readonly needs: Needs) {
    this.#base = needs.base;
  }

  /** The version that the server has, as far as is known here. */
  get base(): Tagged {
    return this.#base;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Nothing is unsaved. */
  get isClean(): boolean {
    return this.#state.kind === "saved";
  }

  /** What was changed since `base` was saved; undefined for nothing. */
  get since(): ChangeDesc | undefined {
    return this.#since;
  }

  /** Somebody typed. */
  changed(changes: ChangeSet, before: () => Copy): void {
    this.#since = this.#since?.composeDesc(changes) ?? changes.desc;
    if (this.#flight) this.#sinceSent = this.#sinceSent?.composeDesc(changes) ?? changes.desc;
    this.needs.journal.note(
      changes,
      () => this.#unsaved(before()),
      () => this.#unsaved(this.needs.read()),
    );
    this.#touch();
  }

  /** The title was changed, which is no part of the text. */
  renamed(): void {
    this.#note();
    this.#touch();
  }

  /** Note again what is unsaved. */
  keep(): void {
    if (!this.isClean) this.#note();
  }

  /** Take over what an earlier page left unsaved; the editor shows it already. */
  takeOver(unsaved: Unsaved): void {
    const { data } = this.#base;
    // What the text was made from, where that is not what the server has now, is not known any more.
    const body = unsaved.revision === data.revision ? data.body : "";
    this.#base = { etag: unsaved.etag, data: { ...data, body, revision: unsaved.revision } };
    this.needs.journal.keep(unsaved);
    this.#set({ kind: "unsaved" });
    this.#later(0);
  }

  /** The server's version is what the editor shows. */
  adopt(version: Tagged): void {
    this.#base = version;
    this.#since = undefined;
    clearTimeout(this.#timer);
    this.needs.journal.clear();
    this.#set({ kind: "saved", at: this.#state.kind === "saved" ? this.#state.at : undefined });
  }

  /** The same text is known by another tag. */
  rebase(version: Tagged): void {
    this.#base = version;
  }

  /** Save over this version, whatever it says. */
  overrule(theirs: Tagged): void {
    this.#base = theirs;
    this.#note();
    this.#set({ kind: "unsaved" });
    this.#later(0);
  }

  /** Save now; true once nothing is unsaved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#flight;
    if (this.#flight) return this.flush();
    const { kind } = this.#state;
    if (kind === "unsaved" || kind === "waiting" || kind === "refused") {
      this.#flight = this.#save().finally(() => {
        this.#flight = undefined;
      });
      await this.#flight;
    }
    return this.isClean;
  }

  /** No more saves from here; what is unsaved stays in the journal. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #touch(): void {
    if (this.#state.kind === "saved" || this.#state.kind === "refused") this.#set({ kind: "unsaved" });
    if (this.#state.kind === "unsaved") this.#later(PAUSE_MS);
  }

  async #save(): Promise<void> {
    const copy = this.needs.read();
    this.#sinceSent = undefined;
    this.#set({ kind: "saving" });
    try {
      this.#saved(await this.needs.send(this.#base.etag, copy), copy);
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error(String(error)), copy);
    }
  }

  #saved(saved: Tagged, copy: Copy): void {
    this.#base = saved;
    this.#doubtful = [];
    this.#retry = FIRST_RETRY_MS;
    this.#since = this.#sinceSent;
    const now = this.needs.read();
    const isAll = now.body === copy.body && now.title === copy.title;
    if (isAll) this.needs.journal.clear();
    else this.needs.journal.keep(this.#unsaved(now));
    this.#set(isAll ? { kind: "saved", at: Date.now() } : { kind: "unsaved" });
    if (!isAll) this.#later(PAUSE_MS);
    this.needs.onSaved(saved);
  }

  #failed(error: Error, copy: Copy): void {
    if (error instanceof UnreachableError) {
      this.#doubtful = [...this.#doubtful, copy].slice(-MOST_DOUBTFUL);
      this.#set({ kind: "waiting", why: undefined });
      this.#later(this.#grown());
    } else if (error instanceof ProblemError && PASSING.has(error.status)) {
      this.#set({ kind: "waiting", why: error.message });
      this.#later(error.retryAfter === undefined ? this.#grown() : error.retryAfter * 1000);
    } else if (error instanceof ProblemError && error.status === 412) {
      this.#stale(error, copy);
    } else this.#set({ kind: "refused", why: error.message });
  }

  #stale(error: ProblemError, copy: Copy): void {
    const current = error.members.current as Piece | null | undefined;
    if (!current) {
      this.#set({ kind: "refused", why: error.message });
      return;
    }
    const theirs: Tagged = { data: current, etag: `"${current.revision}"` };
    // The save was done, but its answer was lost with the connection: that is no conflict.
    const ours = [...this.#doubtful, copy].find(
      (sent) => sent.body === current.body && sent.title === current.title,
    );
    if (ours) this.#saved(theirs, ours);
    else this.#set({ kind: "stale", theirs });
  }

  #note(): void {
    this.needs.journal.keep(this.#unsaved(this.needs.read()));
  }

  #unsaved(copy: Copy): Unsaved {
    return { revision: this.#base.data.revision, etag: this.#base.etag, ...copy };
  }

  #grown(): number {
    const pause = this.#retry;
    this.#retry = Math.min(pause * 2, LONGEST_RETRY_MS);
    return pause;
  }

  #later(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  #set(state: SaveState): void {
    this.#state = state;
    if (!this.#closed) this.needs.onState(state);
  }
}
