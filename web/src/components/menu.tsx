import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { classes } from "../lib/classes.ts";
import { Button, type ButtonKind } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";
import styles from "./menu.module.css";

export interface MenuItem {
  label: string;
  icon?: IconName;
  /** Drawn with a check mark: one of several that is chosen. */
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  label: string;
  items: readonly (MenuItem | "rule")[];
  icon?: IconName;
  kind?: ButtonKind;
  /** Shows `children` on the button instead of `label`, which is then read aloud. */
  children?: ReactNode;
  align?: "start" | "end";
}

/** The browser gives it the focus while it opens; the event that tells so comes too late for keys. */
function takesFocus(item: HTMLButtonElement | null) {
  item?.setAttribute("autofocus", "");
}

/** A button with a menu in a native popover: arrows, Home, End, letters, Escape. */
export function Menu({ label, items, icon, kind = "plain", children, align = "start" }: MenuProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const entries = () => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? []),
  ];
  const place = () => {
    const [menu, at] = [list.current, button.current?.getBoundingClientRect()];
    if (!menu || !at) return;
    const height = menu.offsetHeight;
    const below = at.bottom + height + 8 < innerHeight;
    menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
    const wanted = align === "end" ? at.right - menu.offsetWidth : at.left;
    menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - menu.offsetWidth - 8))}px`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
    const now = all.indexOf(document.activeElement as HTMLButtonElement);
    const next: Record<string, number> = {
      ArrowDown: (now + 1) % all.length,
      ArrowUp: (now - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    let to = next[event.key];
    if (to === undefined && event.key.length === 1) {
      const letter = event.key.toLowerCase();
      const after = [...all.slice(now + 1), ...all.slice(0, now + 1)];
      const hit = after.find((one) => one.textContent.trim().toLowerCase().startsWith(letter));
      if (hit) to = all.indexOf(hit);
    }
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };

  return (
    <>
      <Button
        ref={button}
        kind={kind}
        {...(icon && { icon })}
        popoverTarget={id}
        aria-haspopup="menu"
      >
        {children === undefined ? label : <VisuallyHidden>{label}</VisuallyHidden>}
        {children}
      </Button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onToggle={(event) => {
          if (event.newState !== "open") return;
          place();
          // Keys may have come before this event, and moved it already.
          if (!list.current?.contains(document.activeElement)) entries()[0]?.focus();
        }}
        onKeyDown={onKeyDown}
      >
        {items.map((item, number) =>
          item === "rule" ? (
            <hr key={number} className={styles.rule} />
          ) : (
            <button
              key={item.label}
              ref={number === 0 ? takesFocus : undefined}
              type="button"
              tabIndex={-1}
              role={item.checked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.checked}
              disabled={item.disabled}
              className={classes(styles.item, item.danger && styles.danger)}
              onClick={() => {
                list.current?.hidePopover();
                item.onSelect();
              }}
            >
              <span className={styles.mark}>
                {item.checked ? <Icon name="check" /> : item.icon && <Icon name={item.icon} />}
              </span>
              {item.label}
            </button>
          ),
        )}
      </div>
    </>
  );
}
