import { Dialog } from "../components/dialog.tsx";
import { Kbd } from "../components/kbd.tsx";
import { useText } from "../lib/language.ts";
import { messages } from "./command-messages.ts";
import { messages as pages } from "./messages.ts";
import { DESTINATIONS } from "./pages.ts";
import styles from "./shortcut-sheet.module.css";

/** Every key that works everywhere; pages list their own beside what they do. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const page = useText(pages);
  const rows = [
    { keys: "Ctrl K", words: t("commands") },
    { keys: "?", words: t("thisSheet") },
    ...DESTINATIONS.map(({ letter, word }) => ({ keys: `G ${letter.toUpperCase()}`, words: page(word) })),
  ];
  return (
    <Dialog open onClose={onClose} title={t("shortcuts")}>
      <h3 className={styles.part}>{t("everywhere")}</h3>
      <dl className={styles.rows}>
        {rows.map(({ keys, words }) => (
          <div key={keys} className={styles.row}>
            <dt>{words}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
