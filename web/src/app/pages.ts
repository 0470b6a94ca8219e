import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { patiently } from "../api/connection.ts";
import type { IconName } from "../components/icon.tsx";
import type { messages } from "./messages.ts";

type Word = keyof (typeof messages)["en"];

export interface PageEntry {
  /** wouter's pattern; the first segment is the feature's folder, which the server relies on. */
  path: string;
  component: LazyExoticComponent<ComponentType>;
}

function page(load: () => Promise<{ default: ComponentType }>): PageEntry["component"] {
  return lazy(() => patiently(load));
}

/** Every page inside the shell. A page is the default export of `features/<name>/page.tsx`. */
export const PAGES: readonly PageEntry[] = [
  { path: "/", component: page(() => import("../features/desk/page.tsx")) },
  { path: "/write/:id?", component: page(() => import("../features/write/page.tsx")) },
  { path: "/library", component: page(() => import("../features/library/page.tsx")) },
  { path: "/analytics", component: page(() => import("../features/analytics/page.tsx")) },
  { path: "/settings/:section?", component: page(() => import("../features/settings/page.tsx")) },
];

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
