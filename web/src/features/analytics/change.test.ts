import { expect, it } from "vitest";
import { kindOfChange } from "./change.ts";
import type { Movement } from "./movement-query.ts";

const range = { from: "2026-01-01", to: "2026-01-30", pieces: 3, scored: 3, mean_quality: 60 };
const moved = (mean_change: number | null, mean_quality: number | null = 60): Movement => ({
  now: { ...range, mean_quality },
  before: range,
  pieces_change: 0,
  mean_change,
  authors: [],
  tags: [],
});

it("states a change only where there is one", () => {
  expect(kindOfChange(moved(4))).toBe("rose");
  expect(kindOfChange(moved(-4))).toBe("fell");
  expect(kindOfChange(moved(0.4))).toBe("held");
  expect(kindOfChange(moved(null))).toBe("first");
  expect(kindOfChange(moved(null, null))).toBe("unscored");
});
