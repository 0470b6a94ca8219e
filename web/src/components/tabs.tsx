import { useRef, type KeyboardEvent } from "react";
import styles from "./tabs.module.css";

export interface Segment<Value extends string> {
  value: Value;
  label: string;
  /** A number beside it, formatted. */
  count?: string;
}

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onChoose: (value: Value) => void;
}

/** One of a few, all in sight: radio buttons in a row; arrows move the choice. */
export function Segments<Value extends string>({ label, value, segments, onChoose }: SegmentsProps<Value>) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const now = segments.findIndex((segment) => segment.value === value);
    const to = (now + step + segments.length) % segments.length;
    const next = segments[to];
    if (next) onChoose(next.value);
    group.current?.querySelectorAll("button")[to]?.focus();
  };
  return (
    <div ref={group} role="radiogroup" aria-label={label} tabIndex={-1} className={styles.segments} onKeyDown={onKeyDown}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          tabIndex={segment.value === value ? 0 : -1}
          className={styles.segment}
          onClick={() => onChoose(segment.value)}
        >
          {segment.label}
          {segment.count !== undefined && <span className={styles.count}>{segment.count}</span>}
        </button>
      ))}
    </div>
  );
}
