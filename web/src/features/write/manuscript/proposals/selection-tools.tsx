import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../../../../components/button.tsx";
import { Menu } from "../../../../components/menu.tsx";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import { messages } from "./messages.ts";
import styles from "./proposals.module.css";
import type { Asked } from "./use-proposal.ts";
import { useSelection } from "./use-selection.ts";

const ACTIONS = ["rewrite", "shorten", "expand"] as const;
const TONES = ["professional", "friendly", "plain", "persuasive", "witty"] as const;
const GAP = 8;

/** Over a selection: what a model may do with it. Alt F10 leads here from the text, Escape back. */
export function SelectionTools({ desk, onAsk }: { desk: Desk; onAsk: (asked: Asked) => void }) {
  const t = useText(messages);
  const bar = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const [how, setHow] = useState("");
  const range = useSelection(desk, held);

  useLayoutEffect(() => {
    if (!range) return;
    const place = () => {
      const [tools, page] = [bar.current, bar.current?.offsetParent];
      const [start, end] = [desk.view.coordsAtPos(range.from, 1), desk.view.coordsAtPos(range.to, -1)];
      if (!tools || !page || !start || !end) return;
      const frame = page.getBoundingClientRect();
      const above = start.top - tools.offsetHeight - GAP;
      const top = above < frame.top ? end.bottom + GAP : above;
      const left = Math.max(0, Math.min(start.left - frame.left, frame.width - tools.offsetWidth));
      tools.style.transform = `translate(${left}px, ${top - frame.top}px)`;
    };
    place();
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [desk, range]);
  useEffect(() => {
    const { dom } = desk.view;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "F10" || !event.altKey) return;
      event.preventDefault();
      bar.current?.querySelector("button")?.focus();
    };
    dom.addEventListener("keydown", onKey);
    return () => dom.removeEventListener("keydown", onKey);
  }, [desk]);

  if (!range) return null;
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t("tools")}
      className={styles.tools}
      onFocus={() => setHeld(true)}
      onBlur={(event) => setHeld(event.currentTarget.contains(event.relatedTarget))}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        desk.view.focus();
      }}
    >
      {ACTIONS.map((action) => (
        <Button key={action} small kind="quiet" onClick={() => onAsk({ action })}>
          {t(action)}
        </Button>
      ))}
      <Menu
        label={t("tone")}
        kind="quiet"
        items={TONES.map((tone) => ({ label: t(tone), onSelect: () => onAsk({ action: "tone", tone }) }))}
      />
      <Button small kind="quiet" onClick={() => onAsk({ action: "continue" })}>
        {t("continue")}
      </Button>
      <form
        className={styles.how}
        onSubmit={(event) => {
          event.preventDefault();
          if (how.trim() !== "") onAsk({ action: "rewrite", instruction: how.trim() });
        }}
      >
        <input
          aria-label={t("how")}
          placeholder={t("how")}
          maxLength={1000}
          value={how}
          onChange={({ target }) => setHow(target.value)}
        />
      </form>
    </div>
  );
}
