import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button, IconButton } from "../../../components/button.tsx";
import { TextInput } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import { inserted, moved, replaced, without } from "../outline/order.ts";
import { MOST_POINTS } from "./check.ts";
import { Group } from "./group.tsx";
import { messages } from "./messages.ts";
import styles from "./brief.module.css";

interface PointsEditorProps {
  points: readonly string[];
  error: string | undefined;
  onChange: (change: (points: readonly string[]) => readonly string[]) => void;
}

/** What must be said, one line each: Enter adds, Backspace in an empty one removes, Alt+arrows move. */
export function PointsEditor({ points, error, onChange }: PointsEditorProps) {
  const list = useRef<HTMLOListElement>(null);
  const [focusAt, setFocusAt] = useState<number>();
  const [said, setSaid] = useState("");
  const t = useText(messages);

  useEffect(() => {
    if (focusAt === undefined) return;
    list.current?.querySelectorAll("input")[focusAt]?.focus();
  }, [focusAt, points]);

  const add = (at: number) => {
    if (points.length >= MOST_POINTS) return;
    onChange((now) => inserted(now, at, ""));
    setFocusAt(at);
  };
  const remove = (at: number) => {
    const gone = points[at] ?? "";
    onChange((now) => without(now, at));
    setFocusAt(Math.max(0, at - 1));
    if (gone.trim() !== "") {
      showToast(t("pointRemoved"), { undo: () => onChange((now) => inserted(now, at, gone)) });
    }
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step !== undefined) {
      event.preventDefault();
      const to = at + step;
      if (to < 0 || to >= points.length) return;
      onChange((now) => moved(now, at, to));
      setFocusAt(to);
      setSaid(t("pointMoved", { to: to + 1, count: points.length }));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      add(at + 1);
    } else if (event.key === "Backspace" && points[at] === "") {
      event.preventDefault();
      remove(at);
    }
  };
  return (
    <Group label={t("points")} hint={t("pointsHint")} error={error}>
      <ol ref={list} className={styles.points}>
        {points.map((point, at) => (
          // A point has no name but its place.
          <li key={at} className={styles.point}>
            <TextInput
              aria-label={t("point", { number: at + 1 })}
              aria-invalid={error === undefined ? undefined : true}
              value={point}
              onChange={(event) => onChange((now) => replaced(now, at, event.target.value))}
              onFocus={() => setFocusAt(undefined)}
              onKeyDown={(event) => onKeyDown(event, at)}
            />
            <IconButton icon="close" label={t("removePoint", { number: at + 1 })} onClick={() => remove(at)} />
          </li>
        ))}
      </ol>
      <Button small icon="plus" disabled={points.length >= MOST_POINTS} onClick={() => add(points.length)}>
        {t("addPoint")}
      </Button>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </Group>
  );
}
