import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';
import { keepServerModules } from './src/web/bundling/keep-server-modules.ts';
import { pruneCss } from './src/web/bundling/prune-css.ts';

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [reactRouter(), keepServerModules(import.meta.dirname)],
  css: { postcss: { plugins: [pruneCss(import.meta.dirname)] } },
  build: {
    // Nothing is written into a style sheet or page as data: the Content-Security-Policy allows files only.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
});
