import { useEffect, useMemo, useRef } from "react";
import { Kbd } from "../../../../components/kbd.tsx";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import { placedFindings } from "../editor/marks.ts";
import { useDesk } from "../use-desk.ts";
import { FindingCard } from "./finding-card.tsx";
import type { Finding } from "./finding.ts";
import styles from "./findings.module.css";
import { messages } from "./messages.ts";
import { pivot, stack } from "./stacking.ts";
import { goTo, marksOf } from "./steps.ts";
import { useHeights } from "./use-heights.ts";
import { useSight } from "./use-sight.ts";

const placesOf = (desk: Desk) => desk.places;
const GAP = 8;
/** Before it was measured. */
const USUAL_HEIGHT = 56;
/** Beyond what is drawn of the text, so that a card is there before its text is. */
const RESERVE = 300;
const WHOLE = "whole";

interface FindingsMarginProps {
  desk: Desk;
  mayWrite: boolean;
  waiting: boolean;
  onApply: () => void;
  onDismiss: () => void;
}

/** Findings beside the text that they are about; those about the whole piece above them. */
export function FindingsMargin({ desk, mayWrite, waiting, onApply, onDismiss }: FindingsMarginProps) {
  const t = useText(messages);
  const state = useDesk(desk, marksOf);
  const { anchors, top, bottom } = useDesk(desk, placesOf);
  const { heights, measure } = useHeights();
  const margin = useRef<HTMLElement>(null);
  const sight = useSight(margin);
  useEffect(() => {
    desk.setMargin(margin.current);
  }, [desk]);
  const { general, active } = state;
  const beside = useMemo(
    () => placedFindings(desk.view.state).map(({ finding }) => finding).filter(({ id }) => anchors.has(id)),
    // The marks are a part of the editor's state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [desk, state, anchors],
  );
  const head = heights.get(WHOLE) ?? 0;
  const cards = beside.map(({ id }) => ({
    id,
    at: anchors.get(id) ?? 0,
    height: heights.get(id) ?? USUAL_HEIGHT,
  }));
  const tops = stack(cards, pivot(cards, active, sight.from, sight.to), head === 0 ? 0 : head + GAP, GAP);
  const card = (finding: Finding) => ({
    finding,
    active: finding.id === active,
    mayWrite,
    onOpen: () => goTo(desk, finding.id),
    onApply,
    onDismiss,
  });
  const inSight = (place: number, id: string) =>
    id === active || (place > top - RESERVE && place < bottom + RESERVE);
  return (
    <aside ref={margin} className={styles.margin} aria-label={t("findings")}>
      <div ref={measure} data-card={WHOLE} className={styles.whole}>
        {waiting && <p role="status" className={styles.quiet}>{t("checking")}</p>}
        {!waiting && beside.length + general.length === 0 && <p className={styles.quiet}>{t("none")}</p>}
        {general.length > 0 && (
          <details open={general.some(({ id }) => id === active) || undefined}>
            <summary>{t("wholePiece", { count: general.length })}</summary>
            <ul>
              {general.map((finding) => (
                <FindingCard key={finding.id} {...card(finding)} />
              ))}
            </ul>
          </details>
        )}
        {beside.length > 0 && (
          <p className={styles.keys}>
            <span>
              <Kbd keys="J K" /> {t("keyStep")}
            </span>
            <span>
              <Kbd keys="A" /> {t("keyApply")}
            </span>
            <span>
              <Kbd keys="X" /> {t("keyDismiss")}
            </span>
          </p>
        )}
      </div>
      <ul>
        {beside.map((finding, place) => {
          const at = tops[place] ?? 0;
          return (
            inSight(at, finding.id) && (
              <FindingCard
                key={finding.id}
                ref={measure}
                style={{ transform: `translateY(${at}px)` }}
                {...card(finding)}
              />
            )
          );
        })}
      </ul>
    </aside>
  );
}
