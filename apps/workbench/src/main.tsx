import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import zhCN from "antd/es/locale/zh_CN";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { asProblem, isRetryable } from "./api/problem.ts";
import { MeProvider } from "./me.tsx";
import { createRouter } from "./routes.tsx";
import { dialogClose } from "./shell/dialog-close.tsx";
import { lightTokens } from "./theme/build-tokens.ts";
import { toTheme } from "./theme/theme.ts";
import "./theme/workbench.css";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only what nobody decided is asked twice.
      retry: (failures, error) => failures < 1 && isRetryable(asProblem(error)),
    },
  },
});

const root = document.querySelector("#workbench");
if (root === null) throw new Error("the page has no element #workbench");

// The nonce of this response: browsers hide the attribute from scripts, the property stays readable (HTML, nonces).
const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.nonce ?? "";

createRoot(root).render(
  <ConfigProvider
    locale={zhCN}
    csp={{ nonce }}
    theme={toTheme(lightTokens)}
    button={{ autoInsertSpace: false }}
    modal={{ closable: dialogClose }}
    form={{ requiredMark: "optional" }}
  >
    <AntApp message={{ maxCount: 3 }}>
      <QueryClientProvider client={queries}>
        <MeProvider>
          <RouterProvider router={createRouter()} />
        </MeProvider>
      </QueryClientProvider>
    </AntApp>
  </ConfigProvider>,
);
