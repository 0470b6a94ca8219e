import type { ComponentPropsWithRef } from "react";
import { classes } from "../lib/classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./button.module.css";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps extends ComponentPropsWithRef<"button"> {
  /** One `primary` a page; `quiet` has no border until it is pointed at. */
  kind?: ButtonKind;
  icon?: IconName;
  /** Under way: cannot be pressed again, and says so. */
  busy?: boolean;
  small?: boolean;
}

/** A button; inside a form give `type="submit"`. */
export function Button({
  kind = "plain",
  icon,
  busy = false,
  small = false,
  type = "button",
  className,
  children,
  disabled = false,
  ...rest
}: ButtonProps) {
  return (
    // A submit button says so; every other one is plain.
     
    <button
      // eslint-disable-next-line react/button-has-type -- plain unless the caller says submit
      type={type}
      className={classes(styles.button, styles[kind], small && styles.small, className)}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children" | "icon"> {
  icon: IconName;
  /** What it does; also its tooltip. */
  label: string;
}

/** A button without words on it. */
export function IconButton({ icon, label, kind = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <Button
      kind={kind}
      icon={icon}
      aria-label={label}
      title={label}
      className={classes(styles.icon, className)}
      {...rest}
    />
  );
}
