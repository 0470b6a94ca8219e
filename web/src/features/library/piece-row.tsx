import { memo } from "react";
import { Link } from "wouter";
import { PieceStatus } from "../../components/piece-status.tsx";
import { Score } from "../../components/score.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import type { PieceItem } from "./list-pieces.ts";
import { messages } from "./messages.ts";
import styles from "./piece-rows.module.css";

interface PieceRowProps {
  piece: PieceItem;
  /** Its place in the whole list. */
  index: number;
  selected: boolean;
  height: number;
  onFocus: (index: number) => void;
  onSelect: (index: number, extending: boolean) => void;
}

/** A piece in the list. Drawn once: while the list scrolls, only rows that come into sight are new. */
export const PieceRow = memo(function PieceRow({
  piece,
  index,
  selected,
  height,
  onFocus,
  onSelect,
}: PieceRowProps) {
  const t = useText(messages);
  const format = useFormat();
  const title = piece.title || t("untitled");
  return (
    <div
      role="row"
      // The head line is the first row.
      aria-rowindex={index + 2}
      data-selected={selected}
      className={styles.row}
      style={{ height, transform: `translateY(${index * height}px)` }}
      onFocus={() => onFocus(index)}
    >
      <span role="cell" data-column="select">
        <input
          type="checkbox"
          aria-label={t("select", { title })}
          checked={selected}
          onChange={(event) => onSelect(index, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </span>
      <span role="rowheader" data-column="title">
        <Link href={`/write/${piece.id}`} data-row={index}>
          {title}
        </Link>
        {piece.tags.length > 0 && <span className={styles.tags}>{format.list(piece.tags)}</span>}
      </span>
      <span role="cell" data-column="author">
        {piece.author.name}
      </span>
      <span role="cell" data-column="status">
        <PieceStatus status={piece.status} />
      </span>
      <span role="cell" data-column="words">
        {format.number(piece.word_count)}
      </span>
      <span role="cell" data-column="quality">
        <Score value={piece.quality_score} label={t("column_quality")} />
      </span>
      <span role="cell" data-column="seo">
        <Score value={piece.seo_score} label={t("column_seo")} />
      </span>
      <time role="cell" data-column="updated" dateTime={piece.updated_at}>
        {format.date(piece.updated_at)}
      </time>
    </div>
  );
});
