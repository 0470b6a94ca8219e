import { Link } from "wouter";
import type { components } from "../../api/schema.d.ts";
import { PieceStatus } from "../../components/piece-status.tsx";
import { Score } from "../../components/score.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./library.module.css";

const COLUMNS = ["title", "author", "status", "words", "quality", "seo", "updated"] as const;

export function PieceTable({ rows }: { rows: readonly components["schemas"]["PieceItem"][] }) {
  const t = useText(messages);
  const format = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" data-column={column}>
              {t(`column_${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((piece) => (
          <tr key={piece.id}>
            <th scope="row" data-column="title">
              <Link href={`/write/${piece.id}`}>{piece.title}</Link>
            </th>
            <td data-column="author">{piece.author.name}</td>
            <td data-column="status">
              <PieceStatus status={piece.status} />
            </td>
            <td data-column="words">{format.number(piece.word_count)}</td>
            <td data-column="quality">
              <Score value={piece.quality_score} label={t("column_quality")} />
            </td>
            <td data-column="seo">
              <Score value={piece.seo_score} label={t("column_seo")} />
            </td>
            <td data-column="updated">{format.date(piece.updated_at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
