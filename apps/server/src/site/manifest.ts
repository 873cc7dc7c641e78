// What makes the portal installable from the browser, without a store and without being asked (W3C Web Application Manifest).

export const iconSizes = [192, 512] as const;
export type IconShape = "rounded" | "maskable";

export const iconPath = (shape: IconShape, size: number): string =>
  shape === "rounded" ? `/assets/seal-${size}.png` : `/assets/seal-maskable-${size}.png`;

export function webManifest(site: { name: string; demo: boolean }) {
  return {
    name: site.demo ? `${site.name}（演示）` : site.name,
    short_name: site.name,
    description: "问得到、找得到、请得来的科普",
    lang: "zh-CN",
    dir: "ltr",
    id: "/",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#fbfaf5",
    theme_color: "#fbfaf5",
    icons: [
      { src: "/assets/seal.svg", type: "image/svg+xml", sizes: "any", purpose: "any" },
      ...iconSizes.map((size) => ({
        src: iconPath("rounded", size),
        type: "image/png",
        sizes: `${size}x${size}`,
        purpose: "any",
      })),
      ...iconSizes.map((size) => ({
        src: iconPath("maskable", size),
        type: "image/png",
        sizes: `${size}x${size}`,
        purpose: "maskable",
      })),
    ],
    shortcuts: [
      { name: "有人帮我", url: "/help" },
      { name: "找身边的站点", url: "/places" },
    ],
  } as const;
}
