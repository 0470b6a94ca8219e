import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { patiently } from "../../api/connection.ts";
import { meQuery } from "../../api/queries.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { showToast } from "../../components/toasts.ts";
import { useText } from "../../lib/language.ts";
import { deleteView } from "./delete-view.ts";
import { askedOf, filtersOfView, writeFilters, type Filters } from "./filters.ts";
import { messages } from "./messages.ts";
import { saveView } from "./save-view.ts";
import type { components } from "../../api/schema.d.ts";
import { viewsQuery, type View } from "./views-query.ts";
import styles from "./view-bar.module.css";

const SaveViewDialog = lazy(() => patiently(() => import("./save-view-dialog.tsx")));

type Permission = components["schemas"]["Me"]["permissions"][number];

/** Saved views as links, so that each opens in a tab of its own, too. */
export function ViewBar({ filters }: { filters: Filters }) {
  const t = useText(messages);
  const queries = useQueryClient();
  const me = useQuery(meQuery).data;
  const views = useQuery(viewsQuery).data?.items ?? [];
  const [naming, setNaming] = useState(false);
  const now = writeFilters(filters);
  const places = views.map((view) => ({ view, place: writeFilters(filtersOfView(view.query)) }));
  const current = places.find(({ place }) => place === now)?.view;
  const may = (permission: Permission) => me?.permissions.includes(permission) ?? false;
  const mayChange = (view: View) => may(view.shared ? "views:share" : "own:write");

  const tell = (failure: unknown) =>
    showToast(t("failed", { reason: failure instanceof Error ? failure.message : String(failure) }), {
      bad: true,
    });
  const again = () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const keep = async (name: string, shared: boolean) => {
    await saveView({ name, shared, query: askedOf(filters) });
    await again();
    showToast(t("viewSaved", { name }));
  };
  const forget = async (view: View) => {
    await deleteView(view);
    await again();
    const { name, query, shared, position } = view;
    showToast(t("viewDeleted", { name }), {
      undo: () => void saveView({ name, query, shared, position }).then(again, tell),
    });
  };

  if (views.length === 0 && now === "") return null;
  return (
    <nav className={styles.views} aria-label={t("views")}>
      <Link href="/library" className={styles.view} aria-current={now === "" ? "page" : undefined}>
        {t("allPieces")}
      </Link>
      {places.map(({ view, place }) => (
        <Link
          key={view.id}
          href={`/library?${place}`}
          className={styles.view}
          aria-current={view.id === current?.id ? "page" : undefined}
        >
          {view.name}
          {view.shared && <span className={styles.shared}>{t("shared")}</span>}
        </Link>
      ))}
      {current && mayChange(current) && (
        <IconButton
          small
          icon="trash"
          label={t("deleteView", { name: current.name })}
          onClick={() => void forget(current).catch(tell)}
        />
      )}
      {!current && now !== "" && may("own:write") && (
        <Button small kind="quiet" icon="plus" onClick={() => setNaming(true)}>
          {t("saveView")}
        </Button>
      )}
      <Suspense fallback={null}>
        {naming && (
          <SaveViewDialog
            open
            mayShare={may("views:share")}
            onClose={() => setNaming(false)}
            onSave={keep}
          />
        )}
      </Suspense>
    </nav>
  );
}
