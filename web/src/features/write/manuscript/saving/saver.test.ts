import { ChangeSet } from "@codemirror/state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError, UnreachableError } from "../../../../api/problem.ts";
import { Journal, leftBehind } from "./journal.ts";
import type { Piece, Tagged } from "./save-piece.ts";
import { Saver, type Copy, type SaveState } from "./saver.ts";

class Memory implements Storage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  clear = () => this.#items.clear();
  key = (number: number) => [...this.#items.keys()][number] ?? null;
  getItem = (key: string) => this.#items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  removeItem = (key: string) => void this.#items.delete(key);
}

const tagged = (revision: number, body: string): Tagged => ({
  data: { revision, body, title: "T" } as Piece,
  etag: `"${revision}.0"`,
});
const stale = (revision: number, body: string) =>
  new ProblemError(412, "stale", "", { current: { revision, body, title: "T" } }, undefined);

/** A server, and somebody who types at the end of the text. */
function world() {
  const storage = new Memory();
  let server = tagged(1, "a");
  let text = "a";
  const states: SaveState["kind"][] = [];
  const faults: ((copy: Copy) => Error | undefined)[] = [];
  let hold: Promise<void> | undefined;
  const send = vi.fn(async (etag: string, copy: Copy): Promise<Tagged> => {
    await hold;
    const fault = faults.shift()?.(copy);
    if (fault) throw fault;
    if (etag !== server.etag && etag !== `"${server.data.revision}"`) {
      throw stale(server.data.revision, server.data.body);
    }
    server = tagged(server.data.revision + 1, copy.body);
    return server;
  });
  const saver = new Saver({
    base: server,
    read: () => ({ title: "T", body: text }),
    send,
    journal: new Journal("p", storage, "tab"),
    onState: (state) => states.push(state.kind),
    onSaved: () => undefined,
  });
  return {
    saver, send, states, faults, storage,
    type: (more: string) => {
      const before = text;
      const changes = ChangeSet.of({ from: text.length, insert: more }, text.length);
      text += more;
      saver.changed(changes, () => ({ title: "T", body: before }));
    },
    server: () => server,
    setServer: (next: Tagged) => {
      server = next;
    },
    setHold: (until: Promise<void> | undefined) => {
      hold = until;
    },
    left: () => leftBehind("p", storage).map(({ unsaved }) => unsaved.body),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("saves once, a moment after the last key", async () => {
  const { type, send, server, saver, left } = world();
  type("b");
  await vi.advanceTimersByTimeAsync(500);
  type("c");
  await vi.advanceTimersByTimeAsync(799);
  expect(send).not.toHaveBeenCalled();
  expect(left()).toEqual(["abc"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(server().data.body).toBe("abc");
  expect(saver.isClean).toBe(true);
  expect(left()).toEqual([]);
});

test("what is typed during a save is saved by the next one", async () => {
  const { type, setHold, server, saver, left } = world();
  let answer: () => void = () => undefined;
  setHold(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  type("b");
  await vi.advanceTimersByTimeAsync(800);
  type("c");
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(server().data.body).toBe("ab");
  expect(saver.since?.mapPos(2, 1)).toBe(3);
  expect(left()).toEqual(["abc"]);
  await vi.advanceTimersByTimeAsync(800);
  expect(server().data.body).toBe("abc");
  expect(left()).toEqual([]);
});

test("a server that is away costs nothing, also when its last answer was lost", async () => {
  const { type, faults, server, setServer, saver, states, left } = world();
  // The save arrives, the answer does not come back.
  faults.push((copy) => {
    setServer(tagged(2, copy.body));
    return new UnreachableError("gone");
  });
  faults.push(() => new UnreachableError("gone"));
  type("b");
  await vi.advanceTimersByTimeAsync(800);
  type("c");
  expect(saver.state.kind).toBe("waiting");
  expect(left()).toEqual(["abc"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server().data.body).toBe("abc");
  expect(saver.isClean).toBe(true);
  expect(states).not.toContain("stale");
});

test("somebody else's save is shown, and overruled only when told to", async () => {
  const { type, server, setServer, saver, left } = world();
  setServer(tagged(2, "theirs"));
  type("b");
  await vi.advanceTimersByTimeAsync(800);
  expect(saver.state.kind).toBe("stale");
  type("c");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server().data.body).toBe("theirs");
  expect(left()).toEqual(["abc"]);
  if (saver.state.kind === "stale") saver.overrule(saver.state.theirs);
  await vi.advanceTimersByTimeAsync(0);
  expect(server().data.body).toBe("abc");
});

test("a refusal is told and tried again with the next key", async () => {
  const { type, faults, saver, server } = world();
  faults.push(() => new ProblemError(422, "too long", "", {}, undefined));
  type("b");
  await vi.advanceTimersByTimeAsync(800);
  expect(saver.state).toEqual({ kind: "refused", why: "too long" });
  type("c");
  await vi.advanceTimersByTimeAsync(800);
  expect(server().data.body).toBe("abc");
});

test("what another page took over is noted again while it is unsaved", () => {
  const { type, saver, left, storage } = world();
  type("b");
  const [mine] = leftBehind("p", storage);
  mine?.forget();
  saver.keep();
  expect(left()).toEqual(["ab"]);
  type("c");
  expect(left()).toEqual(["abc"]);
});

test("a journal that grew long is folded", () => {
  const { type, left, storage } = world();
  for (let key = 0; key < 5000; key += 1) type("some words and more ");
  expect(left()[0]).toHaveLength(1 + 5000 * 20);
  expect(storage.getItem("alwrity.unsaved.p.tab.changes")?.length ?? 0).toBeLessThan(70_000);
});

test("a full storage is no reason to stop", async () => {
  const { type, storage, server } = world();
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  type("b");
  await vi.advanceTimersByTimeAsync(800);
  expect(server().data.body).toBe("ab");
});
