import { Button } from "../../../../components/button.tsx";
import { Dialog } from "../../../../components/dialog.tsx";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import styles from "../manuscript.module.css";
import { messages } from "../messages.ts";
import { splitByChange } from "./comparing.ts";
import type { Tagged } from "./save-piece.ts";

interface StaleDialogProps {
  desk: Desk;
  theirs: Tagged;
  /** Closing decides nothing: the text goes on to be kept here. */
  onLater: () => void;
}

/** Both versions side by side, after somebody else saved. */
export default function StaleDialog({ desk, theirs, onLater }: StaleDialogProps) {
  const t = useText(messages);
  const [mine, other] = splitByChange(desk.copy.body, theirs.data.body);
  const versions = [
    { name: t("mine"), parts: mine },
    { name: t("theirs"), parts: other },
  ];
  return (
    <Dialog
      open
      wide
      title={t("stale")}
      onClose={onLater}
      actions={
        <>
          <Button onClick={() => desk.yield(theirs)}>{t("takeTheirs")}</Button>
          <Button kind="primary" onClick={() => desk.saver.overrule(theirs)}>
            {t("keepMine")}
          </Button>
        </>
      }
    >
      <p>{t("staleNote")}</p>
      <div className={styles.versions}>
        {versions.map(({ name, parts: [before, changed, after] }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            {/* Long texts scroll, by keys too. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <div className={styles.version} tabIndex={0} role="group" aria-label={name}>
              {before}
              <mark>{changed}</mark>
              {after}
            </div>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
