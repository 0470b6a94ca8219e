import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { onSignedOut } from "../api/client.ts";
import { patiently } from "../api/connection.ts";
import { Skeleton } from "../components/skeleton.tsx";
import { useText } from "../lib/language.ts";
import { useShortcuts } from "../lib/shortcuts.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { messages } from "./messages.ts";
import { PageBoundary } from "./page-boundary.tsx";
import { DESTINATIONS, PAGES } from "./pages.ts";
import { Rail } from "./rail.tsx";
import { RouteAnnouncer } from "./route-announcer.tsx";
import styles from "./shell.module.css";

const CommandBar = lazy(() => patiently(() => import("./command-bar.tsx")));
const NotFound = lazy(() => patiently(() => import("./not-found.tsx")));
const ShortcutSheet = lazy(() => patiently(() => import("./shortcut-sheet.tsx")));

/** The rail, the page, and what can be called from everywhere. */
export function Shell() {
  const [place, go] = useLocation();
  const [open, setOpen] = useState<"commands" | "shortcuts" | undefined>();
  const main = useRef<HTMLElement>(null);
  const t = useText(messages);
  const close = () => setOpen(undefined);

  useEffect(
    () => onSignedOut(() => go(`/login?next=${encodeURIComponent(location.pathname + location.search)}`)),
    [go],
  );
  useShortcuts({
    "mod+k": () => setOpen("commands"),
    "?": () => setOpen("shortcuts"),
    ...Object.fromEntries(DESTINATIONS.map(({ letter, path }) => [`g ${letter}`, () => go(path)])),
  });

  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("skip")}
      </a>
      <Rail
        place={place}
        onCommands={() => setOpen("commands")}
        onShortcuts={() => setOpen("shortcuts")}
      />
      <main ref={main} id="page" className={styles.main} tabIndex={-1}>
        <ConnectionBanner />
        {/* Another page, another chance after a fault. */}
        <PageBoundary key={place.split("/")[1]}>
          <Suspense fallback={<div className={styles.waiting}><Skeleton /></div>}>
            <Switch>
              {PAGES.map(({ path, component }) => (
                <Route key={path} path={path} component={component} />
              ))}
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </PageBoundary>
      </main>
      <RouteAnnouncer place={place} />
      <Suspense fallback={null}>
        {open === "commands" && <CommandBar onClose={close} onShortcuts={() => setOpen("shortcuts")} />}
        {open === "shortcuts" && <ShortcutSheet onClose={close} />}
      </Suspense>
    </div>
  );
}
