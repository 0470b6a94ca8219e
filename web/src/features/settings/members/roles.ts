import type { Role } from "../../../api/schema.d.ts";

/** From the least to the most. */
export const ROLES: readonly Role[] = ["reader", "writer", "editor", "owner"];
