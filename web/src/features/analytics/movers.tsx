import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import type { Share } from "./movement-query.ts";
import styles from "./analytics.module.css";

/** By how many points each author or tag moved the mean. */
export function Movers({ title, shares }: { title: string; shares: readonly Share[] }) {
  const t = useText(messages);
  const format = useFormat();
  if (shares.every(({ moved }) => moved === null)) return null;
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("pieces")}</th>
          <th scope="col">{t("quality")}</th>
          <th scope="col">{t("moved")}</th>
        </tr>
      </thead>
      <tbody>
        {shares.map((share) => (
          <tr key={share.id}>
            <th scope="row">{share.name}</th>
            <td>{format.number(share.pieces)}</td>
            <td>{format.decimal(share.mean_quality)}</td>
            <td>{format.decimal(share.moved)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
