import { useEffect, useRef } from "react";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import type { PieceBrief } from "./brief-query.ts";
import { messages } from "./messages.ts";
import styles from "./sources.module.css";

interface SourcesPanelProps {
  /** Null for a piece that was written by hand; undefined while it is read. */
  brief: PieceBrief | null | undefined;
  /** The passage that a citation asked for. */
  passage: number | undefined;
}

/** The sources of a piece, and the passages that its citations name; the asked one stands out. */
export function SourcesPanel({ brief, passage }: SourcesPanelProps) {
  const wanted = useRef<HTMLLIElement>(null);
  const t = useText(messages);
  useEffect(() => {
    wanted.current?.scrollIntoView({ block: "center" });
  }, [passage, brief]);
  if (brief === undefined) return <Skeleton lines={4} />;
  if (brief === null) return <p className={styles.empty}>{t("byHand")}</p>;
  if (brief.sources.length === 0) return <p className={styles.empty}>{t("none")}</p>;
  const known = brief.passages.some(({ number }) => number === passage);
  return (
    <>
      <section className={styles.part}>
        <h3>{t("sources")}</h3>
        <ul className={styles.sources}>
          {brief.sources.map((source, at) => (
            <li key={at}>
              <SourceName title={source.title || t(source.kind)} url={source.url} />
              <span className={styles.kind}>
                {source.characters > 0 ? t("characters", { count: source.characters }) : t("notRead")}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.part}>
        <h3>{t("passages")}</h3>
        <p role="status" className={styles.empty}>
          {passage !== undefined && !known && t("unknown", { number: passage })}
          {brief.passages.length === 0 && t("noPassages")}
        </p>
        <ol>
          {brief.passages.map(({ number, title, url, text }) => (
            <li
              key={number}
              ref={number === passage ? wanted : undefined}
              className={styles.passage}
              aria-current={number === passage ? "true" : undefined}
            >
              <span className={styles.number}>{number}</span>
              <div>
                <blockquote className={styles.quote}>{text}</blockquote>
                <p className={styles.kind}>
                  <SourceName title={title} url={url} />
                </p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function SourceName({ title, url }: { title: string; url: string }) {
  const safe = /^https?:\/\//i.test(url);
  if (!safe) return <span>{title}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {title || url}
    </a>
  );
}
