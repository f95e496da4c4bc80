export { action, loader } from './not-found.server.ts';

/** An address without a page. The loader refuses; the error page of root.tsx speaks. */
export default function NotFound() {
  return null;
}
