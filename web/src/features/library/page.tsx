import { useInfiniteQuery, useQuery, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { patiently } from "../../api/connection.ts";
import { meQuery } from "../../api/queries.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Failure } from "../../components/failure.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useText } from "../../lib/language.ts";
import { DropZone } from "./drop-zone.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { readFilters, writeFilters } from "./filters.ts";
import { ImportButton } from "./import-button.tsx";
import { piecesQuery } from "./list-pieces.ts";
import { messages } from "./messages.ts";
import { PieceRows } from "./piece-rows.tsx";
import { NOTHING } from "./selection.ts";
import { useFilters } from "./use-filters.ts";
import { useImport } from "./use-import.ts";
import { ViewBar } from "./view-bar.tsx";
import { viewsQuery } from "./views-query.ts";
import styles from "./library.module.css";

// Nobody changes many before some are selected.
const BulkBar = lazy(() => patiently(() => import("./bulk-bar.tsx")));

/** What the page shows first. */
export const begin = (queries: QueryClient, { search }: URL) =>
  Promise.all([
    queries.infiniteQuery(piecesQuery(readFilters(search))),
    queries.query(viewsQuery),
    queries.query(meQuery),
  ]);

/** Every piece of the workspace: to find, to look through, to change many at once. */
export default function LibraryPage() {
  const t = useText(messages);
  const [filters, setFilters] = useFilters();
  const pieces = useInfiniteQuery(piecesQuery(filters));
  const [selection, setSelection] = useState(NOTHING);
  const searchRef = useRef<HTMLInputElement>(null);
  const bringIn = useImport();
  const onFiles = (files: readonly File[]) => void bringIn(files);
  const mayWrite = useQuery(meQuery).data?.permissions.includes("content:write") ?? false;
  // Drawn in slices: many rows at once would hold up a slow phone.
  const data = useDeferredValue(pieces.data);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const narrowed = writeFilters(filters) !== "";
  const empty = data !== undefined && rows.length === 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pieces;
  const more = hasNextPage ? () => void (isFetchingNextPage || fetchNextPage()) : undefined;

  return (
    <Page
      title={t("title")}
      actions={
        mayWrite && (
          <>
            <ImportButton onFiles={onFiles} />
            <LinkButton href="/write" kind="primary" icon="plus">
              {t("newPiece")}
            </LinkButton>
          </>
        )
      }
    >
      {mayWrite && <DropZone onFiles={onFiles} />}
      {(!empty || narrowed) && (
        <>
          <ViewBar filters={filters} />
          <FilterBar searchRef={searchRef} filters={filters} onChange={setFilters} />
        </>
      )}
      {pieces.isPending && <Skeleton lines={10} />}
      {pieces.isError && <Failure error={pieces.error} onRetry={() => void pieces.refetch()} />}
      {empty &&
        (narrowed ? (
          <EmptyState title={t("none")} actions={<LinkButton href="/library">{t("showAll")}</LinkButton>}>
            <p>{t("noneText")}</p>
          </EmptyState>
        ) : (
          <EmptyState
            title={t("empty")}
            actions={mayWrite && <LinkButton href="/write">{t("writeFirst")}</LinkButton>}
          >
            <p>{t("emptyText")}</p>
          </EmptyState>
        ))}
      {rows.length > 0 && (
        <div className={pieces.isPlaceholderData ? styles.stale : undefined} aria-busy={pieces.isPlaceholderData}>
          <PieceRows
            rows={rows}
            searchRef={searchRef}
            selection={selection}
            onSelection={setSelection}
            onEnd={more}
          />
          <p className={styles.keys}>{t("keys")}</p>
        </div>
      )}
      <Suspense fallback={null}>
        {selection.ids.size > 0 && <BulkBar ids={selection.ids} onClear={() => setSelection(NOTHING)} />}
      </Suspense>
    </Page>
  );
}
