import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { useNow } from "../../../lib/use-now.ts";
import { usePieceRequest, type PieceAtHand } from "../phases/use-piece-change.ts";
import { Comparison } from "./comparison.tsx";
import { messages } from "./messages.ts";
import { restoreRevision } from "./restore-revision.ts";
import { revisionsQuery } from "./revisions-query.ts";
import styles from "./revisions.module.css";

/** The revisions of a piece: any two compared, an older one made the newest again. */
export function HistoryPanel({ piece, settle, mayWrite }: PieceAtHand & { mayWrite: boolean }) {
  const revisions = useInfiniteQuery(revisionsQuery(piece.id));
  const [chosen, setChosen] = useState<{ from?: number; to?: number }>({});
  const t = useText(messages);
  const format = useFormat();
  const now = useNow();
  const restore = usePieceRequest(
    { piece, settle },
    (etag, number: number) => restoreRevision(piece.id, etag, number),
    {
      onDone: (before, number, undo) => {
        setChosen({});
        showToast(t("restored", { number }), { undo: () => undo(before.revision) });
      },
    },
  );
  if (revisions.isPending) return <Skeleton lines={6} />;
  if (revisions.isError) return <Failure error={revisions.error} onRetry={() => void revisions.refetch()} />;
  const items = revisions.data.pages.flatMap((page) => page.items);
  const numbers = items.map(({ number }) => number);
  const kept = (number: number | undefined) => (number !== undefined && numbers.includes(number) ? number : undefined);
  const to = kept(chosen.to) ?? numbers[0];
  const from = kept(chosen.from) ?? numbers.find((number) => to !== undefined && number < to) ?? to;
  const idle = piece.generation_id === null;
  return (
    <>
      <p className={styles.quiet}>{items.length > 1 ? t("intro") : t("only")}</p>
      <table className={styles.table}>
        <caption className={styles.caption}>{t("revisions")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("older")}</th>
            <th scope="col">{t("newer")}</th>
            <th scope="col">{t("revisions")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ number, reason, author, updated_at }, at) => (
            <tr key={number}>
              <td>
                <input
                  type="radio"
                  name="from"
                  aria-label={t("asEarlier", { number })}
                  checked={from === number}
                  disabled={to !== undefined && number >= to}
                  onChange={() => setChosen({ ...chosen, from: number })}
                />
              </td>
              <td>
                <input
                  type="radio"
                  name="to"
                  aria-label={t("asLater", { number })}
                  checked={to === number}
                  disabled={at === items.length - 1 && items.length > 1}
                  onChange={() => setChosen(from !== undefined && from >= number ? { to: number } : { ...chosen, to: number })}
                />
              </td>
              <td>
                <strong>{t("revision", { number })}</strong>
                {at === 0 && <span className={styles.quiet}> {t("newest")}</span>}
                <p className={styles.quiet}>
                  {t("by", { reason: t(reason), author: author.name, ago: format.ago(updated_at, now) })}
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {revisions.hasNextPage && (
        <Button small busy={revisions.isFetchingNextPage} onClick={() => void revisions.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {from !== undefined && to !== undefined && from !== to && (
        <Comparison id={piece.id} from={from} to={to} now={piece.revision} />
      )}
      {mayWrite && from !== undefined && from !== numbers[0] && (
        <div className={styles.foot}>
          <Button icon="undo" busy={restore.isPending} disabled={!idle} onClick={() => restore.mutate(from)}>
            {t("restoreThis", { number: from })}
          </Button>
          {!idle && <p className={styles.quiet}>{t("writing")}</p>}
        </div>
      )}
    </>
  );
}
