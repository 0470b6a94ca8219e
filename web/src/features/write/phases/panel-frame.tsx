import { useEffect, useRef, type ReactNode } from "react";
import { IconButton } from "../../../components/button.tsx";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import type { Panel } from "./panel.ts";
import styles from "./phases.module.css";

interface PanelFrameProps {
  panel: Panel;
  onClose: () => void;
  children: ReactNode;
}

/** A panel at the right, or a sheet on a narrow page: takes the focus, gives it back, Escape closes. */
export function PanelFrame({ panel, onClose, children }: PanelFrameProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const t = useText(messages);
  const opener = useRef<Element>(null);
  useEffect(() => {
    opener.current ??= document.activeElement;
    title.current?.focus({ preventScroll: true });
  }, [panel]);
  const close = () => {
    onClose();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    // Escape from anywhere inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      className={styles.panel}
      aria-label={t(`panel_${panel}`)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <header className={styles.head}>
        <h2 ref={title} tabIndex={-1}>
          {t(`panel_${panel}`)}
        </h2>
        <IconButton icon="close" label={t("closePanel")} onClick={close} />
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
