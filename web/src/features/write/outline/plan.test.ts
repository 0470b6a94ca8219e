import { describe, expect, it } from "vitest";
import { ProblemError } from "../../../api/problem.ts";
import { inserted, moved, replaced, without } from "./order.ts";
import { checkPlan, draftOf, moveCard, newCard, planOf, planRefusals, totalWords, type Card } from "./plan.ts";

const outline = {
  title: "Waste",
  sections: [
    { heading: "", points: [], words: 60 },
    { heading: "Count", points: ["sales", "waste"], words: 120 },
    { heading: "Bake", points: [], words: 120 },
  ],
};
const plan = draftOf(outline);
const keys = (cards: readonly Card[]) => cards.map(({ key }) => key).join(" ");

describe("lists", () => {
  it.each([
    [0, 2, "b c a"],
    [2, 0, "c a b"],
    [1, 1, "a b c"],
    [0, -1, "a b c"],
    [2, 3, "a b c"],
    [7, 0, "a b c"],
  ])("move from %i to %i", (from, to, after) => {
    expect(moved(["a", "b", "c"], from, to).join(" ")).toBe(after);
  });

  it("lose, get and change an entry", () => {
    expect(without(["a", "b"], 0)).toEqual(["b"]);
    expect(inserted(["a", "b"], 1, "x")).toEqual(["a", "x", "b"]);
    expect(replaced(["a", "b"], 1, "x")).toEqual(["a", "x"]);
  });
});

describe("an outline that is edited", () => {
  it("goes back as it came", () => {
    expect(planOf(plan)).toEqual(outline);
    expect(totalWords(plan)).toBe(300);
    expect(checkPlan(plan)).toEqual({});
  });

  it.each([
    [1, 2, "s0 s2 s1"],
    [2, 1, "s0 s2 s1"],
    [0, 1, "s0 s1 s2"],
    [1, 0, "s0 s1 s2"],
    [2, 3, "s0 s1 s2"],
  ])("keeps the introduction first: %i to %i", (from, to, after) => {
    expect(keys(moveCard(plan.cards, from, to))).toBe(after);
  });

  it("gives a new card a key of its own", () => {
    expect(newCard(plan.cards).key).toBe("s3");
    expect(newCard([]).key).toBe("s0");
  });

  it.each([
    ["title", { ...plan, title: " " }, "title"],
    ["sections", { ...plan, cards: [] }, "plan"],
    ["heading", { ...plan, cards: [{ ...newCard([]), heading: " " }] }, "s0.heading"],
    ["words", { ...plan, cards: [{ ...newCard([]), heading: "a", words: "19" }] }, "s0.words"],
    ["number", { ...plan, cards: [{ ...newCard([]), heading: "a", words: "many" }] }, "s0.words"],
    ["points", { ...plan, cards: [{ ...newCard([]), heading: "a", points: "a\n".repeat(21) }] }, "s0.points"],
    ["length", { ...plan, cards: [{ ...newCard([]), heading: "a", points: "a".repeat(301) }] }, "s0.points"],
  ])("is checked: %s", (_, draft, field) => {
    expect(Object.keys(checkPlan(draft))).toEqual([field]);
  });

  it.each([
    ["body.sections.1.words", "s1.words"],
    ["body.sections.0.points.2", "s0.points"],
    ["body.title", "title"],
    ["body", "plan"],
    ["body.sections.9.words", "plan"],
  ])("shows the server's sentence about %s at %s", (where, key) => {
    const error = new ProblemError(422, "x", "", { errors: [{ where, message: "Value error, no" }] }, undefined);
    expect(planRefusals(error, plan)).toEqual({ [key]: "no." });
  });

  it("tells other failures about the whole", () => {
    expect(planRefusals(new Error("away"), plan)).toEqual({ plan: "away" });
  });
});
