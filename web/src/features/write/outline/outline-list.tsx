import type { Outline } from "../../../api/events/types.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./outline.module.css";

/** An outline to look at. */
export function OutlineList({ outline }: { outline: Outline | undefined }) {
  const t = useText(messages);
  if (outline === undefined) return <p className={styles.intro}>{t("none")}</p>;
  return (
    <ol className={styles.list}>
      {outline.sections.map(({ heading, points }, at) => (
        <li key={at}>
          <strong>{heading || t("introduction")}</strong>
          {points && points.length > 0 && (
            <ul>
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
