import { describe, expect, it } from "vitest";
import { bundleOf, exampleCall, scopesOf, shortBeginningOf } from "./scopes.ts";

describe("scopes", () => {
  it("come in bundles, no more than their maker may do", () => {
    expect(scopesOf("read", ["content:read", "analytics:read"])).toEqual(["content:read", "analytics:read"]);
    expect(scopesOf("write", ["content:read"])).toEqual(["content:read"]);
  });

  it.each([
    [["analytics:read", "content:read"], "read"],
    [["operations:read"], "operate"],
    [["content:read"], undefined],
    [["content:read", "analytics:read", "keys:manage"], undefined],
  ])("%j are the bundle %s", (scopes, bundle) => {
    expect(bundleOf(scopes)).toBe(bundle);
  });
});

it("a key is known again by the end of its id", () => {
  expect(shortBeginningOf("019ad000-0000-7000-8000-0000deadbeef")).toBe("alw_k_…deadbeef_…");
});

it.each([
  [["content:read", "keys:manage"], "/api/content"],
  [["operations:read"], "/metrics"],
  [["own:write"], "/api/me"],
])("a key for %j is tried at %s", (scopes, place) => {
  expect(exampleCall("https://a.example", "KEY", scopes)).toBe(
    `curl -H 'Authorization: Bearer KEY' https://a.example${place}`,
  );
});
