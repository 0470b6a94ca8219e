import { expect, it } from "vitest";
import type { DeskGeneration, DeskPiece } from "./desk-query.ts";
import { layOut } from "./lines.ts";

const piece = (id: string): DeskPiece => ({
  content_id: id,
  title: id,
  status: "draft",
  author: { id: "m", name: "Ada" },
  word_count: 3,
  seo_score: null,
  quality_score: null,
  revision: 1,
  updated_at: "2026-01-01T00:00:00Z",
});
const run = (id: string, state: DeskGeneration["state"]): DeskGeneration => ({
  generation_id: `g-${id}`,
  state,
  error: null,
  created_at: "2026-01-01T00:00:00Z",
  ended_at: null,
  piece: piece(id),
});

it("lays each piece on the desk once, what is under way before what lies there", () => {
  const parts = layOut({
    running: [run("a", "drafting")],
    awaiting_outline: [run("b", "awaiting_outline")],
    unfinished: [run("c", "stopped"), run("a", "failed")],
    finished: [run("d", "done"), run("e", "done")],
    in_review: [piece("e"), piece("a")],
    recent: [piece("a"), piece("d"), piece("f")],
  });
  const ids = Object.fromEntries(
    Object.entries(parts).map(([name, lines]) => [
      name,
      (lines as { piece: DeskPiece }[]).map((line) => line.piece.content_id),
    ]),
  );
  expect(ids).toEqual({
    writing: ["a"],
    needsYou: ["b", "e"],
    resume: ["c"],
    finished: ["d"],
    recent: ["f"],
  });
  expect(parts.resume[0]?.generation).toBe("g-c");
});
