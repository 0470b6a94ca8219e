import { describe, expect, it } from "vitest";
import { differs, excerpted, type Hunk } from "./excerpt.ts";

const long = "x".repeat(500);
const equal = (text: string): Hunk => ({ op: "equal", text });
const added: Hunk = { op: "insert", text: "new" };

describe("an excerpt of a comparison", () => {
  it.each<[string, Hunk[], (string | number)[]]>([
    ["nothing", [], []],
    ["short", [equal("a"), added, equal("b")], ["a", "new", "b"]],
    ["long before", [equal(long), added], [410, 90, "new"]],
    ["long behind", [added, equal(long)], ["new", 90, 410]],
    ["long between", [added, equal(long), added], ["new", 90, 320, 90, "new"]],
    ["all alike", [equal(long)], [500]],
  ])("%s", (_, hunks, shape) => {
    const shown = excerpted(hunks).map((one) => {
      if (one.op === "cut") return one.characters;
      return one.op === "equal" && one.text.length > 50 ? one.text.length : one.text;
    });
    expect(shown).toEqual(shape);
  });

  it("cuts between words", () => {
    const words = "word ".repeat(100);
    const shown = excerpted([added, equal(words), added]).flatMap((one) => (one.op === "equal" ? [one.text] : []));
    expect(shown).toHaveLength(2);
    for (const text of shown) expect(new Set(text.trim().split(" "))).toEqual(new Set(["word"]));
  });

  it("keeps every character, shown or counted", () => {
    const sum = excerpted([equal(long), added, equal(long)]).reduce(
      (total, one) => total + (one.op === "cut" ? one.characters : one.text.length),
      0,
    );
    expect(sum).toBe(1003);
  });

  it.each([
    [[equal("a")], false],
    [[], false],
    [[equal("a"), added], true],
  ])("tells whether anything differs", (hunks, whether) => {
    expect(differs(hunks)).toBe(whether);
  });
});
