import { expect, it } from "vitest";
import { draftOf, isBare, linesOf, voiceOf } from "./draft.ts";

const VOICE = {
  name: "Workshop",
  description: "For people who bake.",
  tone: "plain",
  dos: ["name the tool", "say why"],
  donts: [],
  sample: "We knead.",
};

it("a voice goes into the form and comes out the same", () => {
  expect(voiceOf(draftOf(VOICE))).toEqual(VOICE);
});

it.each([
  ["one\n\n  two  \n", ["one", "two"]],
  ["- one\n* two\n• three", ["one", "two", "three"]],
  ["-5 degrees", ["-5 degrees"]],
  ["", []],
])("%j are the lines %j", (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

it("a name alone is no voice yet", () => {
  expect(isBare({ name: "Workshop" })).toBe(true);
  expect(isBare({ name: "Workshop", dos: ["say why"] })).toBe(false);
});
