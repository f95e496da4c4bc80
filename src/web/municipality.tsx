import { Outlet } from 'react-router';

export { middleware } from './municipality.server.ts';

/** Everything under `/:gemeente`. Its middleware runs before any page of it. */
export default function Municipality() {
  return <Outlet />;
}
