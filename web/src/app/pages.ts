import { lazy, type ComponentType } from "react";
import { patiently } from "../api/connection.ts";
import type { IconName } from "../components/icon.tsx";
import type { messages } from "./messages.ts";

type Word = keyof (typeof messages)["en"];

export interface PageEntry {
  /** wouter's pattern; the first segment is the feature's folder, which the server relies on. */
  path: string;
  component: ComponentType;
  load: () => Promise<{ default: ComponentType }>;
}

function page(path: string, load: () => Promise<{ default: ComponentType }>): PageEntry {
  return { path, component: lazy(() => patiently(load)), load };
}

const EDITOR = "/write/:id?";

/** Every page inside the shell. A page is the default export of `features/<name>/page.tsx`. */
export const PAGES: readonly PageEntry[] = [
  page("/", () => import("../features/desk/page.tsx")),
  page(EDITOR, () => import("../features/write/page.tsx")),
  page("/library", () => import("../features/library/page.tsx")),
  page("/analytics", () => import("../features/analytics/page.tsx")),
  page("/settings/:section?", () => import("../features/settings/page.tsx")),
];

/**
 * Have the page at a place there before the first paint: once React shows a fallback, it does so for
 * 300 ms.
 */
export async function loadPage(place: string): Promise<void> {
  // An editor takes longer to come than a reader should look at nothing.
  const entry = PAGES.find(({ path }) => path !== EDITOR && isWithin(place, path.replace(/\/:.*/, "")));
  try {
    if (entry) entry.component = (await entry.load()).default;
  } catch {
    // What fails here fails again in the shell, which tells it and waits for the server.
  }
}

export interface Destination {
  path: string;
  word: Word;
  icon: IconName;
  /** Pressed after G. */
  letter: string;
}

/** What the rail lists, in order. */
export const DESTINATIONS: readonly Destination[] = [
  { path: "/", word: "desk", icon: "desk", letter: "d" },
  { path: "/write", word: "write", icon: "write", letter: "w" },
  { path: "/library", word: "library", icon: "library", letter: "l" },
  { path: "/analytics", word: "analytics", icon: "analytics", letter: "a" },
  { path: "/settings", word: "settings", icon: "settings", letter: "s" },
];

/** Whether a place lies on a destination's pages. */
export function isWithin(place: string, path: string): boolean {
  return path === "/" ? place === "/" : place === path || place.startsWith(`${path}/`);
}
