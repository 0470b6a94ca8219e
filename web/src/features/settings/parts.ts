import type { Action, Me } from "../../api/schema.d.ts";

/** The parts of the settings, in the order of the list; each is an address below `/settings`. */
export const PARTS = ["models", "voices", "members", "keys", "appearance", "account"] as const;
export type PartName = (typeof PARTS)[number];

/** What a part takes; those that are not named are for everybody. */
const TAKES: Partial<Record<PartName, Action>> = {
  models: "providers:test",
  keys: "keys:manage",
};

/** Whether somebody may open a part. */
export function mayOpen(part: PartName, me: Me): boolean {
  const action = TAKES[part];
  if (part === "account") return me.auth === "password";
  return action === undefined || me.permissions.includes(action);
}

/** The part of an address: the first that fits without one, undefined for a name that is none. */
export function partOf(section: string | undefined, me: Me): PartName | undefined {
  if (section === undefined) return PARTS.find((part) => mayOpen(part, me));
  return PARTS.find((part) => part === section);
}
