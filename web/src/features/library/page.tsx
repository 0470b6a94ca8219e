import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Failure } from "../../components/failure.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useText } from "../../lib/language.ts";
import { piecesQuery } from "./list-pieces.ts";
import { messages } from "./messages.ts";
import { PieceTable } from "./piece-table.tsx";
import styles from "./library.module.css";

/** Every piece of the workspace. */
export default function LibraryPage() {
  const pieces = useInfiniteQuery(piecesQuery);
  const t = useText(messages);
  const rows = pieces.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("title")}
      actions={
        <LinkButton href="/write" kind="primary" icon="plus">
          {t("newPiece")}
        </LinkButton>
      }
    >
      {pieces.isPending && <Skeleton lines={8} />}
      {pieces.isError && <Failure error={pieces.error} onRetry={() => void pieces.refetch()} />}
      {pieces.isSuccess && rows.length === 0 && (
        <EmptyState title={t("empty")}>
          <p>{t("emptyText")}</p>
        </EmptyState>
      )}
      {rows.length > 0 && <PieceTable rows={rows} />}
      {pieces.hasNextPage && (
        <p className={styles.more}>
          <Button busy={pieces.isFetchingNextPage} onClick={() => void pieces.fetchNextPage()}>
            {t("more")}
          </Button>
        </p>
      )}
    </Page>
  );
}
