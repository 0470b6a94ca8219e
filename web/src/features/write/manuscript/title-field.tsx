import { useText } from "../../../lib/language.ts";
import type { Desk } from "./desk.ts";
import { messages } from "./messages.ts";
import { useDesk } from "./use-desk.ts";
import styles from "./manuscript.module.css";

const MOST = 300;
const hasOwnTitle = (desk: Desk) => desk.hasOwnTitle;
const titleOf = (desk: Desk) => desk.title;

/** The title of a text that does not begin with one. */
export function TitleField({ desk, readOnly }: { desk: Desk; readOnly: boolean }) {
  const t = useText(messages);
  const own = useDesk(desk, hasOwnTitle);
  const title = useDesk(desk, titleOf);
  if (own) return null;
  return (
    <textarea
      aria-label={t("title")}
      placeholder={t("title")}
      className={styles.title}
      rows={1}
      maxLength={MOST}
      readOnly={readOnly}
      value={title}
      // A title is one line, however it is pasted.
      onChange={({ target }) => desk.rename(target.value.replace(/\s+/g, " "))}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "ArrowDown") return;
        event.preventDefault();
        desk.view.focus();
      }}
    />
  );
}
