import { Link } from "wouter";
import { PieceStatus } from "../../components/piece-status.tsx";
import { Score } from "../../components/score.tsx";
import { StatusDot, type DotShape } from "../../components/status-dot.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { useNow } from "../../lib/use-now.ts";
import { GoOn } from "./go-on.tsx";
import type { Line } from "./lines.ts";
import { messages } from "./messages.ts";
import styles from "./piece-list.module.css";

interface PieceListProps {
  title: string;
  lines: readonly Line[];
  /** Where the rest is. */
  more?: string;
}

/** Pieces under a hairline; nothing at all when there is none. */
export function PieceList({ title, lines, more }: PieceListProps) {
  const t = useText(messages);
  if (lines.length === 0) return null;
  return (
    <section className={styles.section}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {more && <Link href={more}>{t("allPieces")}</Link>}
      </header>
      <ul>
        {lines.map((line) => (
          <PieceLine key={line.piece.content_id} line={line} />
        ))}
      </ul>
    </section>
  );
}

function shapeOf(state: NonNullable<Line["state"]>): DotShape {
  if (state === "awaiting_outline" || state === "inReview") return "half";
  if (state === "failed") return "bad";
  return state === "queued" || state === "stopped" ? "empty" : "live";
}

function PieceLine({ line: { piece, state, error, generation } }: { line: Line }) {
  const t = useText(messages);
  const format = useFormat();
  const now = useNow();
  const resumable = generation !== undefined && (state === "stopped" || state === "failed");
  return (
    <li className={styles.line}>
      <Link href={`/write/${piece.content_id}`} className={styles.title}>
        {piece.title}
      </Link>
      <span className={styles.state}>
        {state ? <StatusDot shape={shapeOf(state)} label={t(state)} /> : <PieceStatus status={piece.status} />}
        {resumable && <GoOn generation={generation} piece={piece.content_id} title={piece.title} />}
      </span>
      <span className={styles.words}>{t("words", { count: piece.word_count })}</span>
      <Score value={piece.quality_score} label={t("quality")} />
      <time className={styles.time} dateTime={piece.updated_at}>
        {format.ago(piece.updated_at, now)}
      </time>
      {error && <p className={styles.reason}>{error}</p>}
    </li>
  );
}
