import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import { useText } from "../../lib/language.ts";
import { useMedia } from "../../lib/use-media.ts";
import type { PieceItem } from "./list-pieces.ts";
import { messages } from "./messages.ts";
import { PieceRow } from "./piece-row.tsx";
import { extend, NOTHING, toggle, type Selection } from "./selection.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { revealRow, useVisibleRows } from "./use-visible-rows.ts";
import styles from "./piece-rows.module.css";

const COLUMNS = ["title", "author", "status", "words", "quality", "seo", "updated"] as const;
/** As in the style sheet: a line on a desk, a card on a phone. */
const ROW = 44;
const CARD = 72;
const PHONE = "(width < 40rem)";
const HEAD = 56;
const SOON = 20;

interface PieceRowsProps {
  rows: readonly PieceItem[];
  searchRef: RefObject<HTMLInputElement | null>;
  selection: Selection;
  onSelection: (next: Selection) => void;
  /** Read the next page, where there is one. */
  onEnd: (() => void) | undefined;
}

/** The list: only the rows in sight are in the document, however long it is. */
export function PieceRows({ rows, searchRef, selection, onSelection, onEnd }: PieceRowsProps) {
  const t = useText(messages);
  const body = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const height = useMedia(PHONE) ? CARD : ROW;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);

  const { first, last } = useVisibleRows(body, rows.length, height);
  useEffect(() => {
    if (onEnd && last >= rows.length - SOON) onEnd();
  }, [last, rows.length, onEnd]);

  const go = (index: number) => {
    setActive(index);
    if (body.current) revealRow(body.current, index, height, HEAD + ROW, 2 * ROW);
    // The row is drawn once the list has scrolled to it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        body.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true }),
      ),
    );
  };
  const select = useCallback(
    (index: number, extending: boolean, from: Selection) => {
      const id = ids[index];
      if (id !== undefined) onSelection(extending ? extend(from, id, ids) : toggle(from, id));
    },
    [ids, onSelection],
  );
  const onSelect = useCallback(
    (index: number, extending: boolean) => select(index, extending, selection),
    [select, selection],
  );
  useRowKeys({
    onMove: (step, extending) => {
      const to = Math.max(0, Math.min(rows.length - 1, active + step));
      const here = ids[active];
      if (extending) {
        const begun = selection.anchor === null && here !== undefined ? toggle(selection, here) : selection;
        select(to, true, begun);
      }
      go(to);
    },
    onToggle: (extending) => onSelect(active, extending),
    onClear: () => onSelection(NOTHING),
    onSearch: () => searchRef.current?.focus(),
  });

  return (
    <div role="table" aria-label={t("title")} aria-rowcount={onEnd ? -1 : rows.length + 1}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.names}>
          <span role="columnheader" data-column="select">
            <VisuallyHidden>{t("selection")}</VisuallyHidden>
          </span>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader" data-column={column}>
              {t(`column_${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" className={styles.body} style={{ height: rows.length * height }}>
        {rows.slice(first, last).map((piece, place) => {
          const index = first + place;
          return (
            <PieceRow
              key={piece.id}
              piece={piece}
              index={index}
              selected={selection.ids.has(piece.id)}
              height={height}
              onFocus={setActive}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}
