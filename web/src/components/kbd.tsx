import styles from "./kbd.module.css";

/** Keys to press, as `Kbd keys="G L"`: one cap each. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(" ").map((key, number) => (
        <kbd key={number} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
