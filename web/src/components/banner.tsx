import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import styles from "./banner.module.css";

interface BannerProps {
  tone?: "warn" | "bad";
  children: ReactNode;
  action?: ReactNode;
}

/** A line across the page about its whole state; goes away with its reason. */
export function Banner({ tone = "warn", children, action }: BannerProps) {
  return (
    <div role={tone === "bad" ? "alert" : "status"} className={styles.banner} data-tone={tone}>
      <Icon name="warning" />
      <p>{children}</p>
      {action}
    </div>
  );
}
