import styles from "./meter.module.css";

interface MeterProps {
  label: string;
  /** Between 0 and 1; undefined while it is not known how far it is. */
  share: number | undefined;
}

/** How far something has come. */
export function Meter({ label, share }: MeterProps) {
  return <progress className={styles.meter} aria-label={label} {...(share === undefined ? {} : { max: 1, value: share })} />;
}
