import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { latestQuery } from "./latest-query.ts";
import { messages } from "./messages.ts";
import { lastDays, LENGTHS, placeOf, type Length } from "./range.ts";
import { GOOD } from "./series.ts";
import styles from "./analytics.module.css";

/** No piece in these days: says where the last one is, or what this page will tell. */
export function NothingMade({ length }: { length: Length }) {
  const t = useText(messages);
  const format = useFormat();
  const latest = useQuery(latestQuery).data;
  if (latest === undefined) return null;
  const [piece] = latest.items;
  if (piece === undefined) {
    return (
      <EmptyState
        title={t("empty")}
        actions={
          <>
            <LinkButton kind="primary" href="/write">
              {t("writeFirst")}
            </LinkButton>
            <LinkButton href="/library">{t("toLibrary")}</LinkButton>
          </>
        }
      >
        <p>{t("emptyText")}</p>
        <ul className={styles.teach}>
          {(["teach_line", "teach_movers", "teach_weak"] as const).map((word) => (
            <li key={word}>{t(word, { good: GOOD })}</li>
          ))}
        </ul>
      </EmptyState>
    );
  }
  const enough = LENGTHS.find((days) => lastDays(days, new Date()).from <= piece.created_at.slice(0, 10));
  return (
    <EmptyState
      title={t("quiet", { count: length })}
      actions={
        <>
          {enough && <LinkButton href={placeOf(enough)}>{t("showDays", { days: t(`days_${enough}`) })}</LinkButton>}
          <LinkButton href="/write">{t("writeFirst")}</LinkButton>
        </>
      }
    >
      <p>{t("quietText", { title: piece.title || t("untitled"), ago: format.ago(piece.created_at) })}</p>
    </EmptyState>
  );
}
