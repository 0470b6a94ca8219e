import { Link } from "wouter";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import type { Share } from "./movement-query.ts";
import { libraryPlace, type Range } from "./range.ts";
import styles from "./analytics.module.css";

interface MoversProps {
  kind: "author" | "tag";
  shares: readonly Share[];
  range: Range;
}

/** By how many points each author or tag moved the mean; each leads to its pieces. */
export function Movers({ kind, shares, range }: MoversProps) {
  const t = useText(messages);
  const format = useFormat();
  // Who writes alone made all of it.
  if (kind === "author" && shares.length < 2) return null;
  const compared = shares.some(({ moved }) => moved !== null);
  const most = Math.max(...shares.map(({ moved }) => Math.abs(moved ?? 0)), 1);
  const words = compared ? ({ author: "byAuthor", tag: "byTag" } as const) : ({ author: "authors", tag: "tags" } as const);
  return (
    <section className={styles.part}>
      <h2 className={styles.name}>{t(words[kind])}</h2>
      {shares.length === 0 ? (
        <p className={styles.hint}>{t("noTags")}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("pieces")}</th>
              <th scope="col">{t("mean")}</th>
              {compared && (
                <th scope="col" colSpan={2}>
                  {t("moved")}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => (
              <tr key={share.id}>
                <th scope="row">
                  <Link
                    className={styles.link}
                    href={libraryPlace(range, kind === "author" ? { author: share.id } : { tag: share.name })}
                  >
                    {share.name}
                  </Link>
                </th>
                <td>{format.number(share.pieces)}</td>
                <td>{format.decimal(share.mean_quality)}</td>
                {compared && (
                  <>
                    <td className={styles.pull}>
                      <Pull points={share.moved ?? 0} most={most} />
                    </td>
                    <td className={styles.points}>{format.signed(share.moved)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A bar to the left or right of the middle; the figure beside it says the same. */
function Pull({ points, most }: { points: number; most: number }) {
  const width = (Math.abs(points) / most) * 50;
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect x={points < 0 ? 50 - width : 50} width={width} height="8" className={points < 0 ? styles.down : styles.up} />
      <path d="M50 -4V12" className={styles.middle} />
    </svg>
  );
}
