import { describe, expect, it } from "vitest";
import { NO_RIGHTS } from "../phases/rights.ts";
import { checklistOf } from "./checklist.ts";
import { stepsFrom, wayBack } from "./steps.ts";

const piece = {
  body: "# Bread",
  generation_id: null,
  keyphrase: "bread",
  meta_description: "About bread.",
  slug: "bread",
  tags: ["bread"],
};
const none = { high: 0, medium: 0, low: 0 };
const all = { write: true, create: true, generate: true, approve: true };

describe("the checklist", () => {
  const wrong = (change: Partial<typeof piece>, findings: typeof none | undefined) =>
    checklistOf({ ...piece, ...change }, findings)
      .filter(({ weight }) => weight !== "passed")
      .map(({ word, count, weight, mend }) => [word, count ?? 0, weight, mend ?? ""].join(" "));

  it.each<[string, Partial<typeof piece>, typeof none | undefined, string[]]>([
    ["all in order", {}, none, []],
    ["no text", { body: " " }, none, ["textMissing 0 must "]],
    ["not checked", {}, undefined, ["unchecked 0 must "]],
    ["no tags", { tags: [] }, none, ["tagsMissing 0 should details"]],
    ["no slug", { slug: "" }, none, ["slugMissing 0 should details"]],
    [
      "findings, the gravest first",
      { meta_description: "", keyphrase: "" },
      { high: 2, medium: 1, low: 3 },
      [
        "high 2 must findings",
        "medium 1 should findings",
        "low 3 should findings",
        "keyphraseMissing 0 should details",
        "metaMissing 0 should details",
      ],
    ],
  ])("%s", (_, change, findings, lines) => {
    expect(wrong(change, findings)).toEqual(lines);
  });

  it("says that a piece is being written", () => {
    expect(checklistOf({ ...piece, generation_id: "x" }, none)[0]).toEqual({ word: "writing", weight: "must" });
  });
});

describe("the steps of the status", () => {
  const writer = { ...all, approve: false };
  it.each([
    ["draft", all, ["review"]],
    ["draft", NO_RIGHTS, ["review reader"]],
    ["draft", { ...NO_RIGHTS, create: true }, ["review other"]],
    ["review", all, ["approved", "draft"]],
    ["review", writer, ["approved editor", "draft"]],
    ["approved", writer, ["draft"]],
  ] as const)("from %s", (status, rights, steps) => {
    const found = stepsFrom({ status, generation_id: null }, rights);
    expect(found.map(({ to, whyNot }) => (whyNot ? `${to} ${whyNot}` : to))).toEqual(steps);
  });

  it.each([
    ["review", "draft", ["draft"]],
    ["approved", "review", ["draft", "review"]],
    ["draft", "review", ["review"]],
    ["draft", "approved", ["review", "approved"]],
    ["draft", "draft", []],
  ] as const)("lead from %s back to %s", (now, before, steps) => {
    expect(wayBack(now, before)).toEqual(steps);
  });

  it("wait for the writing", () => {
    expect(stepsFrom({ status: "draft", generation_id: "x" }, all)[0]?.whyNot).toBe("writing");
  });
});
