import { describe, expect, it } from "vitest";
import type { Me } from "../../api/schema.d.ts";
import { mayOpen, partOf, PARTS } from "./parts.ts";

const me = (permissions: Me["permissions"], auth: Me["auth"] = "password") =>
  ({ permissions, auth }) as Me;
const reader = me(["content:read", "members:read", "own:write"]);
const editor = me(["content:read", "members:read", "own:write", "voices:manage", "providers:test"]);
const owner = me([...editor.permissions, "members:manage", "keys:manage"]);

describe("the parts of the settings", () => {
  it.each([
    ["a reader", reader, ["voices", "members", "appearance", "account"]],
    ["an editor", editor, ["models", "voices", "members", "appearance", "account"]],
    ["an owner", owner, ["models", "voices", "members", "keys", "appearance", "account"]],
    ["a laptop", me(owner.permissions, "none"), ["models", "voices", "members", "keys", "appearance"]],
  ])("are for %s what the role allows", (_who, who, parts) => {
    expect(PARTS.filter((part) => mayOpen(part, who))).toEqual(parts);
  });

  it.each([
    ["an owner", undefined, owner, "models"],
    ["a reader", undefined, reader, "voices"],
    ["a reader", "keys", reader, "keys"],
    ["an owner", "billing", owner, undefined],
  ])("are found by their address: %s at %s", (_who, section, who, part) => {
    expect(partOf(section, who)).toBe(part);
  });
});
