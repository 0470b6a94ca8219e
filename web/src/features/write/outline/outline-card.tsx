import type { KeyboardEvent } from "react";
import { IconButton } from "../../../components/button.tsx";
import { Field, TextArea, TextInput } from "../../../components/field.tsx";
import { classes } from "../../../lib/classes.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import { faultKey, type Card } from "./plan.ts";
import styles from "./outline.module.css";

interface OutlineCardProps {
  card: Card;
  number: number;
  errors: Partial<Record<string, string>>;
  dragged: boolean;
  onChange: (card: Card) => void;
  /** By -1 or 1; the focus stays in the named field. */
  onMove: (step: number, field: string) => void;
  onRemove: () => void;
  onDrag: (key: string | undefined) => void;
  onDropHere: () => void;
}

/** A section of the outline. Dragged by its handle; Alt and an arrow move it from any of its fields. */
export function OutlineCard({
  card, number, errors, dragged, onChange, onMove, onRemove, onDrag, onDropHere,
}: OutlineCardProps) {
  const t = useText(messages);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    onMove(step, (event.target as HTMLElement).dataset.field ?? "move");
  };
  return (
    // Keys come from its fields; the list item itself takes no focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      data-card={card.key}
      className={classes(styles.card, dragged && styles.dragged)}
      aria-label={card.introduction ? t("introduction") : t("section", { number })}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!card.introduction) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        onDropHere();
      }}
    >
      <div>
        {card.introduction ? null : (
          <button
            type="button"
            data-field="move"
            className={styles.handle}
            aria-label={t("move", { number })}
            title={t("move", { number })}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", card.heading);
              onDrag(card.key);
            }}
            onDragEnd={() => onDrag(undefined)}
          >
            <svg width="10" height="16" viewBox="0 0 10 16" aria-hidden="true">
              <path d="M2.5 3h.01M7.5 3h.01M2.5 8h.01M7.5 8h.01M2.5 13h.01M7.5 13h.01" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
            </svg>
          </button>
        )}
      </div>
      <div className={styles.fields}>
        {card.introduction ? (
          <p className={styles.introduction}>{t("introduction")}</p>
        ) : (
          <Field label={t("heading")} error={errors[faultKey(card, "heading")]}>
            {(control) => (
              <TextInput
                {...control}
                data-field="heading"
                className={styles.heading}
                value={card.heading}
                onChange={(event) => onChange({ ...card, heading: event.target.value })}
              />
            )}
          </Field>
        )}
        <div className={styles.pair}>
          <Field label={t("points")} error={errors[faultKey(card, "points")]}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                data-field="points"
                value={card.points}
                onChange={(event) => onChange({ ...card, points: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("words")} error={errors[faultKey(card, "words")]}>
            {(control) => (
              <TextInput
                {...control}
                data-field="words"
                inputMode="numeric"
                className={styles.words}
                value={card.words}
                onChange={(event) => onChange({ ...card, words: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
      <IconButton icon="close" label={t("remove", { number })} onClick={onRemove} />
    </li>
  );
}
