import type { QueryClient } from "@tanstack/react-query";
import { lazy, type ComponentType } from "react";
import { patiently } from "../api/connection.ts";
import { meQuery } from "../api/queries.ts";
import type { IconName } from "../components/icon.tsx";
import type { messages } from "./messages.ts";

type Word = keyof (typeof messages)["en"];

interface PageModule {
  default: ComponentType;
  /** Reads what the page at this place shows first. */
  begin?: (queries: QueryClient, place: URL) => Promise<unknown>;
}

export interface PageEntry {
  /** wouter's pattern; the first segment is the feature's folder, which the server relies on. */
  path: string;
  component: ComponentType;
  load: () => Promise<PageModule>;
}

function page(path: string, load: () => Promise<PageModule>): PageEntry {
  return { path, component: lazy(() => patiently(load)), load };
}

/** So long nobody takes the shell alone for a page that hangs. */
const PATIENCE_MS = 400;

/** Every page inside the shell. A page is the default export of `features/<name>/page.tsx`. */
export const PAGES: readonly PageEntry[] = [
  page("/", () => import("../features/desk/page.tsx")),
  page("/write/:id?", () => import("../features/write/page.tsx")),
  page("/library", () => import("../features/library/page.tsx")),
  page("/analytics", () => import("../features/analytics/page.tsx")),
  page("/settings/:section?", () => import("../features/settings/page.tsx")),
];

/**
 * Have the page at a place there before the first paint, with what it shows, so that all of it is drawn
 * once. Until then the shell is seen, as plain HTML.
 */
export async function loadPage(place: URL, queries: QueryClient): Promise<void> {
  const entry = PAGES.find(({ path }) => isWithin(place.pathname, path.replace(/\/:.*/, "")));
  if (!entry) return;
  // Of every page's shell; what fails here fails again where it is shown.
  queries.query(meQuery).catch(() => undefined);
  try {
    const { default: component, begin } = await entry.load();
    entry.component = component;
    await Promise.race([begin?.(queries, place), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
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
