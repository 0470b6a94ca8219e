import { describe, expect, it } from "vitest";
import type { components } from "../../../api/schema.d.ts";
import type { Analysis } from "./analysis-query.ts";
import { openFindings, qualityGains, seoGains } from "./gains.ts";

type Result = components["schemas"]["AnalysisOut"];

function check(id: string, score: number | null, weight: number, group = "seo"): Result["checks"][number] {
  return { id, score, weight, group, advice: `do ${id}`, spans: [], threshold: "", value: null, version: 1 };
}

describe("what would raise a score most", () => {
  it("weighs the checks of SEO that apply", () => {
    const gains = seoGains([
      check("title", 3, 2),
      check("alt", null, 5),
      check("links", 0, 1),
      check("ease", 0, 9, "clarity"),
      check("length", 9, 1),
    ]);
    // Of 4 in weight: (9 - 3) / 9 of 2, and all of 1.
    expect(gains.map(({ id, points }) => [id, Math.round(points * 10) / 10])).toEqual([
      ["title", 33.3],
      ["links", 25],
    ]);
    expect(gains[0]?.advice).toBe("do title");
  });

  it("weighs the parts of quality that apply", () => {
    const gains = qualityGains([
      { id: "readability", score: 80, weight: 25 },
      { id: "structure", score: 20, weight: 15 },
      { id: "originality", score: null, weight: 60 },
    ]);
    expect(gains).toEqual([
      { id: "structure", points: 30, advice: "" },
      { id: "readability", points: 12.5, advice: "" },
    ]);
  });

  it.each([[[]], [[check("a", null, 1)]], [[check("a", 9, 1)]]])("adds nothing where nothing is to be had", (checks) => {
    expect(seoGains(checks)).toEqual([]);
  });
});

describe("open findings", () => {
  const finding = (id: string, severity: string) => ({ id, severity }) as Result["findings"][number];
  const analysis = {
    revision: 3,
    dismissed: ["b"],
    result: { findings: [finding("a", "high"), finding("b", "high"), finding("c", "low")] },
  } as unknown as Analysis;
  it.each([
    [analysis, 3, { high: 1, medium: 0, low: 1 }],
    [analysis, 2, { high: 1, medium: 0, low: 1 }],
    [analysis, 4, undefined],
    [null, 1, undefined],
    [undefined, 1, undefined],
  ])("%#", (given, revision, open) => {
    expect(openFindings(given, revision)).toEqual(open);
  });
});
