import { describe, expect, it } from "vitest";
import type { components } from "../../../api/schema.d.ts";
import { journeyOf, type Situation } from "./phases.ts";
import { NO_RIGHTS, rightsOver } from "./rights.ts";

const all = { write: true, create: true, generate: true, approve: true };
const clean = { high: 0, medium: 2, low: 1 };
const done: Situation = {
  state: "done",
  hasText: true,
  sources: 1,
  status: "draft",
  findings: clean,
  rights: all,
};
const short = { done: "d", now: "N", open: "o", skipped: "s", locked: "L" };

describe("where a piece is", () => {
  it.each<[string, Partial<Situation>, string, string | undefined, string | undefined]>([
    ["queued", { state: "queued", hasText: false }, "NLLLL", undefined, undefined],
    ["researching", { state: "researching", hasText: false }, "NLLLL", undefined, undefined],
    ["outlining", { state: "outlining", hasText: false }, "dNLLL", undefined, undefined],
    ["outlining without sources", { state: "outlining", hasText: false, sources: 0 }, "sNLLL", undefined, undefined],
    ["an outline that waits", { state: "awaiting_outline", hasText: false }, "dNLLL", "confirmOutline", "confirmFirst"],
    ["the same for a reader", { state: "awaiting_outline", rights: NO_RIGHTS }, "dNLLL", undefined, "confirmFirst"],
    ["drafting", { state: "drafting" }, "ddNLL", undefined, undefined],
    ["analysing", { state: "analysing" }, "dddNL", undefined, undefined],
    ["stopped", { state: "stopped" }, "ddNoo", "resume", "unfinished"],
    ["failed before a word", { state: "failed", hasText: false }, "ddNLL", "resume", "unfinished"],
    ["stopped, for a reader", { state: "stopped", rights: NO_RIGHTS }, "ddNoo", undefined, "unfinished"],
    ["not checked yet", { findings: undefined }, "dddNo", undefined, "checking"],
    ["grave findings", { findings: { high: 2, medium: 0, low: 0 } }, "dddNo", "findings", "grave"],
    ["clean", {}, "ddddN", "review", undefined],
    ["in review, for an editor", { status: "review" }, "ddddN", "approve", undefined],
    ["in review, for its writer", { status: "review", rights: { ...all, approve: false } }, "ddddN", undefined, "waitsForEditor"],
    ["in review with grave findings", { status: "review", findings: { high: 1, medium: 0, low: 0 } }, "dddNo", "approve", undefined],
    ["approved", { status: "approved" }, "ddddd", "export", undefined],
    ["for a reader", { rights: NO_RIGHTS }, "ddddN", undefined, undefined],
    ["by hand", { state: undefined, sources: 0 }, "ssddN", "review", undefined],
    ["by hand, empty", { state: undefined, sources: 0, hasText: false }, "ssNLL", undefined, "noText"],
  ])("%s", (_, change, marks, next, reason) => {
    const journey = journeyOf({ ...done, ...change });
    expect(journey.phases.map(({ mark }) => short[mark]).join("")).toBe(marks);
    expect([journey.next, journey.reason]).toEqual([next, reason]);
  });

  it("tells of every locked phase why", () => {
    const states = ["queued", "outlining", "awaiting_outline", "drafting", "analysing", "failed", undefined] as const;
    for (const state of states) {
      const { phases } = journeyOf({ ...done, state, hasText: false });
      for (const phase of phases) if (phase.mark === "locked") expect(phase.reason, state).toBeDefined();
    }
  });
});

describe("rights over a piece", () => {
  const me = (permissions: string[]) =>
    ({ member_id: "ada", permissions }) as unknown as components["schemas"]["Me"];
  const writer = ["content:read", "content:write", "content:generate"];
  it.each([
    ["nobody yet", undefined, "ada", NO_RIGHTS],
    ["a reader", me(["content:read"]), "ada", NO_RIGHTS],
    ["a writer's own", me(writer), "ada", { write: true, create: true, generate: true, approve: false }],
    ["another's", me(writer), "bob", { write: false, create: true, generate: false, approve: false }],
    ["an editor's", me([...writer, "content:write-any", "content:approve"]), "bob", all],
  ])("%s", (_, who, author, rights) => {
    expect(rightsOver(author, who)).toEqual(rights);
  });
});
