import { useId, useMemo, useState, type KeyboardEvent } from "react";
import { useLocation } from "wouter";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { useText } from "../lib/language.ts";
import { matching, useCommands, type Command } from "./commands.ts";
import { useFoundPieces } from "./found-pieces.ts";
import { messages } from "./command-messages.ts";
import styles from "./command-bar.module.css";

interface CommandBarProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** One field for every page, action and piece: arrows choose, Enter runs. */
export default function CommandBar({ onClose, onShortcuts }: CommandBarProps) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const [, go] = useLocation();
  const t = useText(messages);
  const listId = useId();
  const commands = useCommands(onShortcuts);
  const pieces = useFoundPieces(words);
  const hits = useMemo(() => {
    const found = pieces.map(
      (piece): Command => ({
        id: piece.id,
        group: "pieces",
        label: piece.title,
        icon: "write",
        run: () => go(`/write/${piece.id}`),
      }),
    );
    return [...matching(commands, words), ...found];
  }, [commands, pieces, words, go]);
  const chosen = Math.min(at, hits.length - 1);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") run(hits[chosen]);
    else if (step !== undefined && hits.length > 0) setAt((chosen + step + hits.length) % hits.length);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={onClose} title={t("commands")} bare wide>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          // The field is what the dialog is for.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={hits[chosen] ? `${listId}-${chosen}` : undefined}
          aria-label={t("commands")}
          placeholder={t("commandsHint")}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label={t("commands")} className={styles.hits}>
        {hits.map((hit, number) => (
          // Keys belong to the field; the list is for pointers.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={hit.id}
            id={`${listId}-${number}`}
            role="option"
            aria-selected={number === chosen}
            ref={number === chosen ? scrollTo : undefined}
            className={styles.hit}
            onClick={() => run(hit)}
            onPointerMove={() => setAt(number)}
          >
            <Icon name={hit.icon} />
            <span className={styles.label}>{hit.label}</span>
            {hit.group !== hits[number - 1]?.group && <span className={styles.group}>{t(hit.group)}</span>}
          </div>
        ))}
      </div>
      {hits.length === 0 && <p className={styles.nothing}>{t("nothingFound")}</p>}
    </Dialog>
  );
}

function scrollTo(element: HTMLDivElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
