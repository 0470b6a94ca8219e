import { lazy, Suspense } from "react";
import { PageBoundary } from "./page-boundary.tsx";

const Login = lazy(() => import("../features/login/page.tsx"));

/** The login page, without the shell around it. */
export function LoginGate() {
  return (
    <PageBoundary>
      <Suspense fallback={null}>
        <Login />
      </Suspense>
    </PageBoundary>
  );
}
