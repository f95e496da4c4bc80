// The service worker that shows a notice on a device: that there is something, and no word of what. It answers no request of
// any page. docs/decisions/0033-notices-on-devices.md
/* eslint-env serviceworker */
const BASE = new URL(self.registration.scope).pathname.replace(/\/account\/?$/, '');
const PLAIN = { title: 'Er is iets voor u', body: '', path: `${BASE}/werk`, tag: 'plain', lang: 'nl' };

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** A browser demands that something is shown of each notice: one that cannot be read says no more than that it is there. */
function read(data) {
  try {
    return { ...PLAIN, ...data.json() };
  } catch {
    return PLAIN;
  }
}

self.addEventListener('push', (event) => {
  const { title, body, path, tag, lang } = read(event.data);
  // the same tag again takes the place of what is shown: what was sent twice is seen once
  const options = { body, tag, lang, data: { path }, icon: '/app-icon-192.png', badge: '/app-icon-192.png' };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data?.path ?? '')));
});

/** Only a page of this municipality, whatever was sent. A page that is open already comes to the front. */
async function open(path) {
  const url = new URL(path, self.location.origin);
  const isOwn = url.origin === self.location.origin && url.pathname.startsWith(`${BASE}/`);
  const target = isOwn ? url.href : new URL(`${BASE}/werk`, self.location.origin).href;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find((each) => each.url === target);
  return there ? there.focus() : self.clients.openWindow(target);
}
