import { describe, expect, it } from "vitest";
import { catalogue, say, wordsOf } from "./catalogue.ts";
import { createFormat } from "./format.ts";

const words = catalogue({
  en: { hello: "Hello {name}", pieces: { one: "# piece in {place}", other: "# pieces in {place}" } },
  de: { hello: "Hallo {name}", pieces: { one: "# Text in {place}", other: "# Texte in {place}" } },
});

describe("messages", () => {
  it("put values in and leave unknown ones visible", () => {
    expect(say(words.en.hello, "en", { name: "Ada" })).toBe("Hello Ada");
    expect(say(words.en.hello, "en")).toBe("Hello {name}");
  });

  it.each([
    ["en", 1, "1 piece in X"],
    ["en", 0, "0 pieces in X"],
    ["en", 12_345, "12,345 pieces in X"],
    ["de", 1, "1 Text in X"],
    ["de", 12_345, "12.345 Texte in X"],
  ] as const)("choose the form of the count: %s %i", (language, count, expected) => {
    expect(say(wordsOf(words, language).pieces, language, { count, place: "X" })).toBe(expected);
  });
});

describe("formats", () => {
  const [en, de] = [createFormat("en"), createFormat("de")];
  const now = Date.parse("2026-03-10T12:00:00Z");

  it.each([
    ["2026-03-10T11:59:30Z", "now"],
    ["2026-03-10T11:57:00Z", "3 minutes ago"],
    ["2026-03-10T07:00:00Z", "5 hours ago"],
    ["2026-03-09T12:00:00Z", "yesterday"],
    ["2026-01-02T12:00:00Z", "Jan 2, 2026"],
  ])("time since %s", (moment, expected) => {
    expect(en.ago(moment, now)).toBe(expected);
  });

  it.each([
    [0, "0 sec"],
    [59.4, "59 sec"],
    [60, "1 min"],
    [80, "1 min 20 sec"],
    [3600 + 125, "1 hr 2 min"],
  ])("a duration of %d s", (seconds, expected) => {
    expect(en.duration(seconds)).toBe(expected);
  });

  it("write numbers as the language does, and a dash for nothing", () => {
    expect(en.decimal(1234.56)).toBe("1,234.6");
    expect(de.decimal(1234.56)).toBe("1.234,6");
    expect([en.signed(1.25), en.signed(-1.2), en.signed(0.01)]).toEqual(["+1.3", "-1.2", "0.0"]);
    expect(de.day("2026-03-01T12:00:00")).toBe("1. März");
    expect(en.percent(0.916)).toBe("91.6%");
    expect(en.number(null)).toBe("–");
    expect(de.list(["a", "b", "c"])).toBe("a, b und c");
  });
});
