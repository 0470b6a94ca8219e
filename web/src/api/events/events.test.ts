import { describe, expect, it } from "vitest";
import { TextFold, FoldError } from "./fold.ts";
import { EventParser } from "./parser.ts";
import { nothingYet, reduce } from "./progress.ts";
import { decode, type GenerationEvent } from "./types.ts";

function event(type: string, data: unknown, id?: number): GenerationEvent {
  const raw = { type, data: JSON.stringify(data), id: id === undefined ? undefined : String(id) };
  const decoded = decode(raw);
  if (decoded === undefined) throw new Error(`no such event: ${type}`);
  return decoded;
}

/** What an editor shows that takes only the changes. */
function play(events: GenerationEvent[], fold = new TextFold(), shown = ""): string {
  for (const one of events) {
    const change = fold.apply(one);
    if (change !== undefined) {
      shown = shown.slice(0, change.from) + change.insert + shown.slice(change.to);
    }
  }
  expect(shown).toBe(fold.text);
  expect(fold.length).toBe(shown.length);
  return shown;
}

describe("the text is the fold of the events", () => {
  it("appends sections and tokens", () => {
    const events = [
      event("section", { position: 0, heading: "One", text: "## One\n\n" }, 1),
      event("token", { text: "A " }, 2),
      event("token", { text: "word." }, 3),
    ];
    expect(play(events)).toBe("## One\n\nA word.");
  });

  it("takes nothing twice", () => {
    const fold = new TextFold();
    const first = event("token", { text: "once" }, 7);
    expect(play([first, first, event("token", { text: "late" }, 6)], fold)).toBe("once");
    expect(fold.seq).toBe(7);
  });

  it("cuts to UTF-16 units at a rewind, and writes on", () => {
    const events = [
      event("token", { text: "🥖 bread and rest" }, 1),
      event("rewind", { offset: "🥖 bread".length }, 2),
      event("token", { text: "." }, 3),
    ];
    expect(play(events)).toBe("🥖 bread.");
  });

  it("says so when a rewind lies behind the end", () => {
    const fold = new TextFold();
    fold.apply(event("token", { text: "short" }, 1));
    expect(() => fold.apply(event("rewind", { offset: 6 }, 2))).toThrow(FoldError);
  });

  it("starts anew from a snapshot, keeping what both begin with", () => {
    const fold = new TextFold();
    fold.apply(event("token", { text: "The same, then old." }, 9));
    const change = fold.apply(
      event("snapshot", { text: "The same, then new!", seq: 40, state: "drafting", outline: null }, 40),
    );
    expect(change).toEqual({ from: 15, to: 19, insert: "new!" });
    expect(fold.seq).toBe(40);
    expect(fold.apply(event("token", { text: "stale" }, 39))).toBeUndefined();
    expect(play([event("token", { text: " On." }, 41)], fold, fold.text)).toBe(
      "The same, then new! On.",
    );
  });

  it("a snapshot may go back behind what was heard", () => {
    const fold = new TextFold();
    fold.apply(event("token", { text: "long text" }, 90));
    fold.apply(event("snapshot", { text: "", seq: 0, state: "queued", outline: null }, 0));
    expect(fold.text).toBe("");
    expect(fold.apply(event("token", { text: "a" }, 1))).toEqual({ from: 0, to: 0, insert: "a" });
  });
});

describe("the stream", () => {
  it("is taken apart whatever the pieces", () => {
    const stream = ": hello\n\nid: 3\nevent: token\ndata: {\"text\":\"a\\nb\"}\n\r\nevent: queued\r\ndata: {}\r\n\r\n";
    const whole = new EventParser().feed(stream);
    const parser = new EventParser();
    const pieces = Array.from(stream).flatMap((letter) => parser.feed(letter));
    expect(pieces).toEqual(whole);
    expect(whole.map(({ type, id }) => [type, id])).toEqual([["token", "3"], ["queued", undefined]]);
  });

  it("leaves out what a newer server may say", () => {
    expect(decode({ type: "weather", data: "{}", id: undefined })).toBeUndefined();
  });
});

describe("what is known besides the text", () => {
  it("forgets the queue once it is written, and counts a finding once", () => {
    const finding = { id: "f", check: "c", severity: "s", message: "m", start: 0, end: 1 };
    const view = [
      event("queued", { position: 3, expected_wait_seconds: null }),
      event("state", { state: "drafting" }, 1),
      event("finding", finding, 2),
      event("finding", finding, 3),
    ].reduce(reduce, nothingYet);
    expect(view.queue).toBeUndefined();
    expect(view.state).toBe("drafting");
    expect(view.findings.size).toBe(1);
  });

  it("ends with the reason", () => {
    const view = reduce(nothingYet, event("error", { detail: "No model is left.", state: "failed" }, 1));
    expect([view.state, view.error]).toEqual(["failed", "No model is left."]);
  });
});
