import type { ReactNode } from "react";
import { Link } from "wouter";
import { classes } from "../lib/classes.ts";
import type { ButtonKind } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./button.module.css";

interface LinkButtonProps {
  href: string;
  kind?: ButtonKind;
  icon?: IconName;
  small?: boolean;
  children: ReactNode;
}

/** A link to another page that looks like a button. */
export function LinkButton({ href, kind = "plain", icon, small, children }: LinkButtonProps) {
  return (
    <Link href={href} className={classes(styles.button, styles[kind], small && styles.small)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
