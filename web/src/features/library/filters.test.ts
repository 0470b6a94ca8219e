import { describe, expect, it } from "vitest";
import { askedOf, countFilters, filtersOfView, readFilters, writeFilters } from "./filters.ts";
import { chunks, extend, NOTHING, toggle } from "./selection.ts";

describe("filters in the address", () => {
  it("survive the way there and back", () => {
    const search =
      "q=sour+dough&author=a1&created_from=2026-01-02&quality_max=49&status=draft&status=review&tag=x&tag=y&sort=title";
    expect(writeFilters(readFilters(search))).toBe(search);
  });

  it("leave out what is misspelt, usual or empty", () => {
    expect(readFilters("status=lost&quality_min=much&seo_max=101&q=&sort=-updated_at&tag=")).toEqual({});
    expect(readFilters("sort=relevance")).toEqual({});
    expect(readFilters("quality_min=")).toEqual({});
    expect(readFilters("quality_min=0")).toEqual({ quality_min: 0 });
  });

  it("ask by relevance once there are words", () => {
    expect(askedOf({})).toEqual({ sort: "-updated_at" });
    expect(askedOf({ q: "rye" })).toEqual({ q: "rye", sort: "relevance" });
    expect(askedOf({ q: "  " })).toEqual({ sort: "-updated_at" });
  });

  it("come back from a view as they were saved", () => {
    // The server leaves its own default, the newest first, out of what it gives back.
    expect(filtersOfView({ status: ["draft"] })).toEqual({ status: ["draft"], sort: "-created_at" });
    expect(filtersOfView({ sort: "-updated_at" })).toEqual({});
    expect(filtersOfView({ created_from: "2026-01-02T00:00:00Z", sort: "-updated_at" })).toEqual({
      created_from: "2026-01-02",
    });
  });

  it("are counted without words and order", () => {
    expect(countFilters({ q: "rye", sort: "title" })).toBe(0);
    expect(countFilters({ status: ["draft"], quality_min: 50, quality_max: 79 })).toBe(2);
  });
});

describe("a selection", () => {
  const order = ["a", "b", "c", "d"];

  it("goes from its begin to a row, in either direction", () => {
    const from = toggle(NOTHING, "c");
    expect([...extend(from, "a", order).ids].sort()).toEqual(["a", "b", "c"]);
    expect([...extend(from, "d", order).ids].sort()).toEqual(["c", "d"]);
    expect([...extend(NOTHING, "b", order).ids]).toEqual(["b"]);
  });

  it("takes a row back", () => {
    expect(toggle(toggle(NOTHING, "a"), "a").ids.size).toBe(0);
  });

  it("is cut into what one request takes", () => {
    expect(chunks(order, 3)).toEqual([["a", "b", "c"], ["d"]]);
  });
});
