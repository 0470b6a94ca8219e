import { expect, it } from "vitest";
import { spanInSight } from "./use-visible-rows.ts";

it.each([
  ["at its beginning", 200, 10_000, { first: 0, last: 20 }],
  ["scrolled", -4400, 10_000, { first: 96, last: 125 }],
  ["at its end", -4400, 110, { first: 96, last: 110 }],
  ["shorter than where it was scrolled to", -4400, 3, { first: 3, last: 3 }],
  ["empty", 200, 0, { first: 0, last: 0 }],
])("draws the rows in sight of a list that is %s", (_, top, count, expected) => {
  expect(spanInSight(top, 900, 44, count)).toEqual(expected);
});
