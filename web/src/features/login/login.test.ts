import { expect, it } from "vitest";
import { nextPlace } from "./next-place.ts";

it.each([
  ["/library?status=review", "/library?status=review"],
  [null, "/"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["/login?next=/login", "/"],
])("after signing in, %s leads to %s", (wanted, place) => {
  expect(nextPlace(wanted)).toBe(place);
});
