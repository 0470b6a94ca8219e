import { lazy, Suspense, type ReactNode } from "react";
import { patiently } from "../api/connection.ts";
import { PageBoundary } from "./page-boundary.tsx";

const Login = lazy(() => patiently(() => import("../features/login/page.tsx")));
const Invitation = lazy(() => patiently(() => import("../features/invitation/page.tsx")));

/** The page to sign in, without the shell around it. */
export function LoginGate() {
  return (
    <Gate>
      <Login />
    </Gate>
  );
}

/** The page that an invitation's link leads to, without the shell around it. */
export function InvitationGate() {
  return (
    <Gate>
      <Invitation />
    </Gate>
  );
}

function Gate({ children }: { children: ReactNode }) {
  return (
    <PageBoundary>
      <Suspense fallback={null}>{children}</Suspense>
    </PageBoundary>
  );
}
