import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The server embeds dist and names nothing but what stands in it: every request of the app goes to its own origin.
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: false, target: 'es2023', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
})
