import { describe, expect, it } from "vitest";
import { voiceEvents } from "./events.ts";
import { addDays, daysOf, lastDays, libraryPlace, placeOf, readLength } from "./range.ts";
import { everyDay, namedDays, piecesTop, qualitySpan, stretch } from "./series.ts";

describe("the days that an address asks for", () => {
  it.each([
    ["", 28],
    ["days=7", 7],
    ["days=364", 364],
    ["days=12", 28],
    ["days=seven", 28],
  ])("%s", (search, expected) => {
    const length = readLength(search);
    expect(length).toBe(expected);
    expect(readLength(placeOf(length).split("?")[1] ?? "")).toBe(length);
  });

  it("end today, by the day of UTC, and cross months and leap days", () => {
    expect(lastDays(7, new Date("2028-03-01T00:30:00+02:00"))).toEqual({ from: "2028-02-23", to: "2028-02-29" });
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(daysOf(lastDays(364, new Date("2026-03-30T23:59:00Z")))).toHaveLength(364);
  });

  it("lead into the library, whose last day is excluded", () => {
    expect(libraryPlace({ from: "2026-03-01", to: "2026-03-31" }, { tag: "R & D" })).toBe(
      "/library?created_from=2026-03-01&created_to=2026-04-01&tag=R+%26+D",
    );
  });
});

describe("the chart", () => {
  const range = { from: "2026-03-01", to: "2026-03-03" };
  const days = everyDay(range, [
    { date: "2026-03-03", pieces: 4, mean_quality: 71.5 },
    { date: "2026-03-01", pieces: 1, mean_quality: null },
  ]);

  it("has every day, and takes unknown for unknown", () => {
    expect(days).toEqual([
      { date: "2026-03-01", pieces: 1, quality: null },
      { date: "2026-03-02", pieces: 0, quality: null },
      { date: "2026-03-03", pieces: 4, quality: 71.5 },
    ]);
  });

  it.each([
    [[80], [60, 90]],
    [[80, 12], [0, 90]],
    [[80, 99], [60, 100]],
    [[100, 0], [0, 100]],
  ])("keeps the lines at %j in sight", (lines, expected) => {
    expect(qualitySpan(days, lines)).toEqual(expected);
  });

  it.each([[0, 1], [1, 1], [3, 5], [10, 10], [11, 20], [420, 500]])("has room for %i pieces", (pieces, top) => {
    expect(piecesTop([{ date: "2026-03-01", pieces, quality: null }])).toBe(top);
  });

  it("shares its height between two scales", () => {
    const [min, max] = stretch([60, 90], [0.4, 1]);
    expect([min, max]).toEqual([40, 90]);
    expect(stretch([0, 5], [0, 0.25])).toEqual([0, 20]);
  });

  it("names as many days as fit, the last among them", () => {
    expect(namedDays(7, 10)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(namedDays(28, 4)).toEqual([6, 13, 20, 27]);
    expect(namedDays(3, 0)).toEqual([2]);
  });

  it("marks voices that were made or changed in its days", () => {
    const voice = {
      id: "1", name: "Workshop", description: "", tone: "", sample: "", dos: [], donts: [], etag: "",
      created_at: "2026-02-20T10:00:00Z", updated_at: "2026-03-02T10:00:00Z",
    };
    expect(voiceEvents([voice], range)).toEqual([{ date: "2026-03-02", kind: "changed", name: "Workshop" }]);
    const fresh = { ...voice, created_at: "2026-03-03T08:00:00Z", updated_at: "2026-03-03T09:00:00Z" };
    expect(voiceEvents([fresh], range)).toEqual([{ date: "2026-03-03", kind: "made", name: "Workshop" }]);
  });
});
