import { ChangeSet, Text } from "@codemirror/state";

/** What was typed and is not saved yet. */
export interface Unsaved {
  revision: number;
  etag: string;
  title: string;
  body: string;
}

const PREFIX = "alwrity.unsaved";
// Beyond this the changes are folded into the text: a reload then has less to do again.
const MOST_CHANGES = 65_536;

/**
 * Keeps what was typed until the server has it. The text is written once, then each key's change as
 * it is made: a crash loses none, and a key in a long piece costs no more than in a short one.
 */
export class Journal {
  readonly #key: string;
  #changes: string[] = [];
  #size = 0;
  #open = false;

  constructor(
    piece: string,
    private readonly storage: Storage,
    tab: string,
  ) {
    this.#key = `${PREFIX}.${piece}.${tab}`;
  }

  /** Note a change; `before` is what it was made to, and `after` gives what came of it. */
  note(changes: ChangeSet, before: () => Unsaved, after: () => Unsaved): void {
    if (!this.#open) this.#begin(before());
    const line = JSON.stringify(changes.toJSON());
    this.#changes.push(line);
    this.#size += line.length + 1;
    if (this.#size > MOST_CHANGES) this.#begin(after());
    else this.#write(`${this.#key}.changes`, `[${this.#changes.join(",")}]`);
  }

  /** Keep a whole text, as after a save that covers only a part of what was typed. */
  keep(unsaved: Unsaved): void {
    this.#begin(unsaved);
  }

  /** Whether this is what another page took over, and took away. */
  isTaken({ key, newValue }: Pick<StorageEvent, "key" | "newValue">): boolean {
    return key === this.#key && newValue === null;
  }

  /** Everything is saved. */
  clear(): void {
    this.#open = false;
    this.#changes = [];
    this.#size = 0;
    remove(this.storage, this.#key);
  }

  #begin(unsaved: Unsaved): void {
    this.#open = true;
    this.#changes = [];
    this.#size = 0;
    // The changes first: they must never be read on top of a text that holds them already.
    remove(this.storage, this.#key);
    this.#write(this.#key, JSON.stringify(unsaved));
  }

  #write(key: string, value: string): void {
    try {
      this.storage.setItem(key, value);
    } catch {
      // Full or forbidden: what is typed is then as safe as the page is.
    }
  }
}

function remove(storage: Storage, key: string): void {
  try {
    storage.removeItem(`${key}.changes`);
    storage.removeItem(key);
  } catch {
    // As above.
  }
}

/** What earlier pages left unsaved for a piece, the newest revision first; `forget` once taken over. */
export function leftBehind(piece: string, storage: Storage): { unsaved: Unsaved; forget: () => void }[] {
  const found: { unsaved: Unsaved; forget: () => void }[] = [];
  const beginning = `${PREFIX}.${piece}.`;
  try {
    const keys = Array.from({ length: storage.length }, (_, number) => storage.key(number) ?? "");
    for (const key of keys) {
      if (!key.startsWith(beginning) || key.endsWith(".changes")) continue;
      const unsaved = read(storage, key);
      if (unsaved) found.push({ unsaved, forget: () => remove(storage, key) });
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => other.unsaved.revision - one.unsaved.revision);
}

function read(storage: Storage, key: string): Unsaved | undefined {
  try {
    const whole = JSON.parse(storage.getItem(key) ?? "") as Unsaved;
    const changes = JSON.parse(storage.getItem(`${key}.changes`) ?? "[]") as unknown[];
    let text = Text.of(whole.body.split("\n"));
    for (const change of changes) text = ChangeSet.fromJSON(change).apply(text);
    return { ...whole, body: text.toString() };
  } catch {
    return undefined;
  }
}

/** A name for this tab that outlives a reload and a crash. */
export function tabName(storage: Storage): string {
  const key = "alwrity.tab";
  try {
    const known = storage.getItem(key);
    if (known !== null) return known;
    const name = Math.random().toString(36).slice(2, 10);
    storage.setItem(key, name);
    return name;
  } catch {
    return "page";
  }
}
