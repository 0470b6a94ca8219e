import { describe, expect, it } from "vitest";
import { citationAt, stretchesOf } from "./citations.ts";

describe("citations", () => {
  it.each([
    ["", []],
    ["plain", [{ text: "plain" }]],
    ["a[^1]", [{ text: "a" }, { text: "[^1]", citation: 1 }]],
    ["[^2][^10] b", [{ text: "[^2]", citation: 2 }, { text: "[^10]", citation: 10 }, { text: " b" }]],
    ["[^1]: where", [{ text: "[^1]: where" }]],
    ["[^x] [^12345]", [{ text: "[^x] [^12345]" }]],
  ])("%s", (text, stretches) => {
    expect(stretchesOf(text)).toEqual(stretches);
    expect(stretchesOf(text).map((stretch) => stretch.text).join("")).toBe(text);
  });

  it.each([
    [0, undefined],
    [2, 1],
    [4, 1],
    [6, 1],
    [7, undefined],
    [9, 2],
    [99, undefined],
  ])("at %i", (offset, number) => {
    expect(citationAt("a [^1]  [^2] b", offset)).toBe(number);
  });
});
