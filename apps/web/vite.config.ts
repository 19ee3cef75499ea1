import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm start` serves; another server is named by AA_SERVER. */
const server = process.env["AA_SERVER"] ?? "http://127.0.0.1:3000";

// oxlint-disable-next-line import/no-default-export -- the tool's convention
export default defineConfig({
  base: "/app/",
  plugins: [react(), tailwindcss()],
  build: {
    outDir: "dist",
    manifest: true,
    target: "es2023",
    // A data: URL would need a wider content security policy for fonts and pictures.
    assetsInlineLimit: 0,
    // Preloading by script is what modulepreload links do already in every browser that we support.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      ["/trpc", "/api", "/docs"].map((path) => [path, { target: server, headers: { origin: server } }]),
    ),
  },
});
