import { describe, expect, it } from "vitest";
import { ProblemError } from "../../../api/problem.ts";
import { check, refusals, type FieldName } from "./check.ts";
import { briefOf, emptyDraft, nextDraft, withAddress, withDefaults, type Draft } from "./draft.ts";
import { keepDraft, keptDraft } from "./memory.ts";
import { SourceFileError, sourceOf, sourceOfFile } from "./source-of.ts";

const sound: Draft = { ...emptyDraft, topic: "Bread" };

function storage(limit = Infinity): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > limit) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
  } as unknown as Storage;
}

describe("a brief is checked as the server would", () => {
  it.each<[string, Partial<Draft>, FieldName, string]>([
    ["no topic", { topic: "  " }, "topic", "short"],
    ["two letters", { topic: " ab " }, "topic", "short"],
    ["a topic too long", { topic: "a".repeat(301) }, "topic", "long"],
    ["an audience too long", { audience: "a".repeat(301) }, "audience", "long"],
    ["no length", { words: "" }, "words", "wordsRange"],
    ["half a word", { words: "60.5" }, "words", "wordsRange"],
    ["too few words", { words: "49" }, "words", "wordsRange"],
    ["too many words", { words: "5001" }, "words", "wordsRange"],
    ["a long social post", { template: "social_post", words: "601" }, "words", "socialWords"],
    ["21 points", { points: Array<string>(21).fill("a"), words: "900" }, "points", "tooMany"],
    ["points that do not fit", { points: ["a", "b", "c", "d"], words: "59" }, "points", "pointsFit"],
    ["31 keywords", { keywords: "a,".repeat(31) }, "keywords", "tooMany"],
    ["a long voice", { voice: "a".repeat(4001) }, "voice", "long"],
    ["an empty source", { sources: [{ kind: "text", text: " " }] }, "sources", "sourceEmpty"],
    ["21 sources", { sources: Array(21).fill({ kind: "text", text: "a" }) as Draft["sources"] }, "sources", "tooMany"],
  ])("%s", (_, change, field, key) => {
    expect(check({ ...sound, ...change })[field]?.key).toBe(key);
  });

  it("lets pass what the server takes", () => {
    expect(check({ ...sound, topic: "abc", words: "50", points: ["a", "", " "] })).toEqual({});
  });
});

describe("the server's sentences stand at their fields", () => {
  const refused = (members: Record<string, unknown>, detail = "x") =>
    refusals(new ProblemError(422, detail, "", members, undefined), {
      ...sound,
      sources: [{ kind: "url", url: "http://10.0.0.1/" }],
    });

  it.each([
    ["body.points.3", "String should have at most 300 characters", "points", "String should have at most 300 characters."],
    ["body.sources.0.url", "too long", "sources", "Too long."],
    ["body.voice_id", "Input should be a valid UUID", "voice", "Input should be a valid UUID."],
    ["body", "Value error, 4 points do not fit into 50 words; ask for more words or fewer points", "points",
      "4 points do not fit into 50 words; ask for more words or fewer points."],
    ["body", "Value error, topic needs at least 3 visible characters", "topic", "Topic needs at least 3 visible characters."],
    ["body", "Value error, a social post of 700 words is none; ask for 600 or fewer", "words",
      "A social post of 700 words is none; ask for 600 or fewer."],
  ])("%s: %s", (where, message, field, sentence) => {
    expect(refused({ errors: [{ where, message }] })).toEqual({ [field]: sentence });
  });

  it.each([
    ["The demo model does not write 'de', only en; connect another model with ALWRITY_LLM.", "language"],
    ["The address 'http://10.0.0.1/' is not public.", "sources"],
    ["There is no voice 'x'.", "voice"],
    ["Something else.", "form"],
  ])("%s", (detail, field) => {
    expect(refused({}, detail)).toEqual({ [field]: detail });
  });

  it("tells other failures about the whole", () => {
    expect(refusals(new Error("away"), sound)).toEqual({ form: "away" });
  });
});

describe("a draft of a brief", () => {
  it("takes preferences, then what the address brings", () => {
    const usual = withDefaults(emptyDraft, { words: 900, tone: "plain", confirm_outline: true });
    const given = withAddress(usual, new URLSearchParams({ topic: "Rye", points: "one; two\nthree" }));
    expect(given).toMatchObject({ words: "900", tone: "plain", planFirst: true, topic: "Rye" });
    expect(given.points).toEqual(["one", "two", "three"]);
  });

  it("becomes a brief without blanks", () => {
    const brief = briefOf({ ...sound, topic: " Rye ", points: ["", " a "], keywords: "x, y;z" });
    expect(brief).toMatchObject({ topic: "Rye", points: ["a"], keywords: ["x", "y", "z"], voice_id: null });
  });

  it("leaves to the next one how, not what about", () => {
    const next = nextDraft({ ...sound, tone: "warm", points: ["a"], keyphrase: "rye" });
    expect(next).toMatchObject({ tone: "warm", topic: "", points: [], keyphrase: "" });
  });

  it("is kept by member, without sources when they do not fit", () => {
    const long: Draft = { ...sound, sources: [{ kind: "text", text: "a".repeat(2000) }] };
    const room = storage(1000);
    keepDraft(room, "ada", long);
    expect(keptDraft(room, "ada")).toEqual({ ...sound, sources: [] });
    expect(keptDraft(room, "bob")).toBeUndefined();
  });

  it("outlives a shape that does not fit any more", () => {
    const room = storage();
    room.setItem("alwrity.brief.ada", JSON.stringify({ topic: 7, template: "poem", points: [1, "a"], sources: [null] }));
    expect(keptDraft(room, "ada")).toEqual({ ...emptyDraft, points: ["a"] });
    room.setItem("alwrity.brief.ada", "{");
    expect(keptDraft(room, "ada")).toBeUndefined();
  });
});

describe("a source", () => {
  it.each([
    ["https://example.org/a", "url"],
    ["see https://example.org/a", "text"],
    ["# Waste\n\nBread", "markdown"],
    ["Bread [here](https://x.org)", "markdown"],
    ["Just words.", "text"],
  ])("%s is %s", (pasted, kind) => {
    expect(sourceOf(pasted).kind).toBe(kind);
  });

  it("is named by its heading", () => {
    expect(sourceOf("# Waste\n\nBread").title).toBe("Waste");
  });

  it("comes from files that are texts", async () => {
    const source = await sourceOfFile(new File(["# A\n"], "a.md"));
    expect(source).toEqual({ kind: "markdown", text: "# A", title: "a.md" });
    await expect(sourceOfFile(new File([new Uint8Array([0xff, 0xfe, 0])], "a.png"))).rejects.toMatchObject({ reason: "binary" });
    await expect(sourceOfFile(new File(["a".repeat(200_001)], "a.txt"))).rejects.toBeInstanceOf(SourceFileError);
  });
});
