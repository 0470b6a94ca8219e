import { describe, expect, it } from "vitest";
import { ProblemError } from "../../../api/problem.ts";
import { changedDetails, detailRefusals, detailsBefore, withTags } from "./details.ts";

const piece = { keyphrase: "bread", meta_description: "", slug: "bread", tags: ["bread"] };

describe("details of a piece", () => {
  it.each([
    [{}, {}],
    [{ keyphrase: "bread " }, {}],
    [{ keyphrase: "rye", slug: "bread" }, { keyphrase: "rye" }],
    [{ slug: "" }, { slug: "" }],
    [{ tags: ["bread"] }, {}],
    [{ tags: ["bread", "rye"] }, { tags: ["bread", "rye"] }],
  ])("%#: what has changed", (edited, changed) => {
    expect(changedDetails(piece, edited)).toEqual(changed);
  });

  it("knows the way back", () => {
    expect(detailsBefore(piece, { slug: "", tags: [] })).toEqual({ slug: "bread", tags: ["bread"] });
  });

  it.each([
    ["Rye", ["bread", "rye"]],
    ["rye, Whole  grain;", ["bread", "rye", "whole grain"]],
    ["BREAD", ["bread"]],
    [" ", ["bread"]],
  ])("adds the tags %s", (typed, tags) => {
    expect(withTags(piece.tags, typed)).toEqual(tags);
  });

  it("shows the server's sentence at its field", () => {
    const error = new ProblemError(422, "x", "", { errors: [{ where: "body.slug", message: "No blanks" }] }, undefined);
    expect(detailRefusals(error)).toEqual({ slug: "No blanks." });
    expect(detailRefusals(new ProblemError(412, "stale", "", {}, undefined))).toEqual({});
  });
});
