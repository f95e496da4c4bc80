// The service worker of the round. It keeps notes with their photos on the telephone until the server said that they are
// in, opens the page of the round without coverage, and takes what other apps share. Of safe work it keeps the telephone
// numbers, and no other page.
// docs/decisions/0019-offline-and-safe-work.md says what is kept, and for how long.
/* eslint-env serviceworker */
const VERSION = 'ronde-2';
const BASE = new URL(self.registration.scope).pathname.replace(/\/$/, '');
const PAGE = `${BASE}/ronde`;
const SAFE = `${BASE}/veilig-werken`;
/** The numbers to call alone: what somebody told or has to ask is not in it. */
const SAFE_KEPT = `${SAFE}?alleen-hulp`;
const KEEP_MS = 14 * 24 * 3600_000;
const SENT_MS = 24 * 3600_000;
const GONE_MS = 90 * 24 * 3600_000;
const PATIENCE_MS = 5000;
const SEND_MS = 120_000;
const PHOTOS_MAX = 5;
const PHOTO_BYTES = 12 * 1024 * 1024;
const TEXT_MAX = 1000;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(`wijk-ronde${BASE}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'key' });
      request.result.createObjectStore('shared', { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** One step on one store; it is done when the disk has it. */
async function store(name, mode, step) {
  const transaction = (await database()).transaction(name, mode, { durability: 'strict' });
  const request = step(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
  });
}

const put = (note) => store('notes', 'readwrite', (notes) => notes.put(note));
const remove = (key) => store('notes', 'readwrite', (notes) => notes.delete(key));
const find = (key) => store('notes', 'readonly', (notes) => notes.get(key));

/** As bytes: WebKit puts no file into its database while somebody browses privately. */
const toKeep = (photos) =>
  Promise.all(
    photos.map(async (photo) => ({ name: photo.name, type: photo.type, bytes: await photo.arrayBuffer() })),
  );

/** What an earlier version kept was a file already. */
const asFile = (photo) =>
  photo instanceof Blob ? photo : new File([photo.bytes], photo.name ?? 'photo', { type: photo.type });

const withFiles = (note) => note && { ...note, photos: note.photos.map(asFile) };

/**
 * What is past its time goes: a note that was sent after a day, the words of one that never was after two weeks, and the
 * line that told so after three months, for whoever never came back to read it.
 */
async function allNotes() {
  const notes = await store('notes', 'readonly', (found) => found.getAll());
  const now = Date.now();
  const kept = [];
  for (const note of notes.toSorted((a, b) => a.at - b.at)) {
    const { key, who, at } = note;
    const isOver = note.state === 'sent' ? now - note.sentAt > SENT_MS : now - at > GONE_MS;
    if (isOver) await remove(key);
    else if (note.state !== 'sent' && note.state !== 'gone' && now - at > KEEP_MS) {
      const gone = { key, who, at, state: 'gone', fields: [], photos: [] };
      await put(gone);
      kept.push(gone);
    } else kept.push(note);
  }
  return kept;
}

/**
 * Sends what waits, one after the other, and never twice at once. Of whom, the page knows; without a page (background sync,
 * log-out) the server says whose session it is. Gives whether something should be tried again.
 */
let sending = Promise.resolve(false);
function sendAll(who) {
  sending = sending.catch(() => undefined).then(() => sendWaiting(who));
  return sending;
}

async function sendWaiting(who) {
  for (const note of await allNotes()) {
    // somebody else's is not carried over the air to be refused
    const isElse = who === undefined ? note.hold === 409 : note.who !== who;
    if (note.state !== 'waiting' || isElse) continue;
    const status = await sendOne(note);
    if (status === 0 || status >= 500) return true;
    if (status === 401) return false;
  }
  return false;
}

/** Only the server's own word that the note is in ends the waiting. 0: there was no answer. */
async function sendOne(note) {
  const body = new FormData();
  for (const [name, value] of note.fields) body.append(name, value);
  for (const photo of note.photos) body.append('photo', asFile(photo), 'photo');
  let response;
  try {
    response = await fetch(`${PAGE}/wachtrij`, {
      method: 'POST',
      body,
      headers: { 'x-ronde-van': note.who },
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(SEND_MS),
    });
  } catch {
    await hold(note.key, undefined);
    return 0;
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 201 && Number.isInteger(answer.number)) {
    const { key, who, at } = note;
    await put({
      key,
      who,
      at,
      state: 'sent',
      sentAt: Date.now(),
      number: answer.number,
      fields: [],
      photos: [],
    });
    return 201;
  }
  if (response.status === 401 || response.status === 409) await hold(note.key, response.status);
  else if (response.status >= 400 && response.status < 500)
    await change(note.key, { state: 'refused', reasons: answer.reasons ?? [String(response.status)] });
  else await hold(note.key, undefined);
  return response.status;
}

const hold = (key, because) => change(key, { hold: because });

async function change(key, what) {
  const note = await find(key);
  if (note && note.state !== 'sent') await put({ ...note, ...what });
}

/** What the page of this person may see of the queue: the own notes, and of others only how many there are. */
async function listFor(who) {
  const notes = await allNotes();
  const mine = notes.filter((note) => note.who === who);
  return {
    mine: mine.map(({ photos, ...note }) => ({ ...note, photoCount: photos.length })),
    others: notes.filter((note) => note.who !== who && note.state !== 'sent' && note.state !== 'gone').length,
  };
}

const ORDERS = {
  async keep({ note }) {
    if (note.fields.some(([name, value]) => name === 'kind' && value === 'danger')) throw new Error('danger');
    const earlier = await find(note.key);
    const photos = await toKeep(note.photos);
    if (earlier?.state !== 'sent')
      await put({ ...note, photos, state: 'waiting', at: earlier?.at ?? Date.now() });
    await self.registration.sync?.register('ronde').catch(() => undefined);
  },
  list: ({ who }) => listFor(who),
  send: ({ who }) => sendAll(who),
  /** Back into the form, to be put right: until it is kept again it stays here. */
  async read({ key, who }) {
    const note = await find(key);
    return note?.who === who ? withFiles(note) : undefined;
  },
  async drop({ key, who }) {
    if ((await find(key))?.who === who) await remove(key);
  },
  async shared() {
    const shared = await store('shared', 'readonly', (all) => all.get('now'));
    await store('shared', 'readwrite', (all) => all.delete('now'));
    return withFiles(shared);
  },
  async shell({ paths }) {
    const cache = await caches.open(VERSION);
    for (const name of await caches.keys())
      if (name !== VERSION && name.startsWith('ronde-')) await caches.delete(name);
    await keepShell(paths);
    for (const { url } of await cache.keys()) {
      const { pathname } = new URL(url);
      if (![PAGE, SAFE, ...paths].includes(pathname)) await cache.delete(url);
    }
    if (!(await cache.match(PAGE))) await keepPage(await fetch(PAGE));
    await keepSafe();
  },
  async safe({ paths }) {
    await keepShell(paths);
    await keepSafe();
  },
};

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  const order = ORDERS[event.data?.kind];
  if (!port || !order) return;
  const answered = Promise.resolve()
    .then(() => order(event.data))
    .then(
      (value) => port.postMessage({ ok: true, value }),
      (error) => port.postMessage({ ok: false, reason: String(error?.name ?? error) }),
    );
  event.waitUntil(answered);
});

self.addEventListener('sync', (event) => {
  if (event.tag !== 'ronde') return;
  event.waitUntil(
    sendAll().then((again) => {
      if (again) throw new Error('try again later');
    }),
  );
});

async function keepShell(paths) {
  const cache = await caches.open(VERSION);
  for (const path of paths) if (isShell(path) && !(await cache.match(path))) await cache.add(path);
}

/** What the page needs to look like itself; none of it is about anybody. */
function isShell(path) {
  return (
    path.startsWith('/assets/') ||
    ['/round.js', '/icon.svg', '/app-icon-192.png', `${BASE}/kleuren.css`, `${PAGE}.webmanifest`].includes(
      path,
    )
  );
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === 'POST' && pathname === `${PAGE}/delen`) event.respondWith(takeShared(request));
  else if (request.method === 'POST' && pathname === `${BASE}/uitloggen`) event.respondWith(logOut(request));
  else if (isLogIn(request, pathname)) event.respondWith(logIn(event));
  else if (request.method !== 'GET') return;
  else if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(openPage(request));
  else if (request.mode === 'navigate' && pathname === SAFE) event.respondWith(openSafe(event));
  else if (isShell(pathname)) event.respondWith(openShell(request, pathname));
});

/** The page as the server gives it; without an answer, as it was given last. */
async function openPage(request) {
  const kept = await caches.match(PAGE);
  const asked = fetch(request).then(async (response) => {
    await keepPage(response);
    return response;
  });
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([asked.catch(() => kept), late]);
}

async function keepPage(response) {
  const isPage = response.status === 200 && !response.redirected && new URL(response.url).search === '';
  if (isPage) await (await caches.open(VERSION)).put(PAGE, response.clone());
}

/** Safe work as the server gives it; without an answer, the numbers to call. */
async function openSafe({ request }) {
  const kept = await caches.match(SAFE_KEPT);
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

async function keepSafe() {
  const response = await fetch(SAFE_KEPT);
  if (response.status === 200 && !response.redirected)
    await (await caches.open(VERSION)).put(SAFE_KEPT, response);
}

/** A file whose name says what is in it is as it was; of another one the server's is newer, when it comes in time. */
async function openShell(request, pathname) {
  const kept = await caches.match(pathname);
  if (!kept) return fetch(request);
  if (pathname.startsWith('/assets/')) return kept;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

/** A form that may begin a session, the answer of a provider, and a link that does. */
function isLogIn({ method, mode }, pathname) {
  if (pathname === `${BASE}/inloggen`) return method === 'POST';
  const isInside = [`${BASE}/inloggen/`, `${BASE}/wachtwoord/`].some((start) => pathname.startsWith(start));
  return isInside && (method === 'POST' || mode === 'navigate');
}

/** Whoever it is now: the page that was kept for an earlier one is not theirs. */
async function logIn(event) {
  const response = await fetch(event.request);
  event.waitUntil(renewPage().catch(() => undefined));
  return response;
}

/** The page as it is for who is logged in now. To who is not logged in (yet) the server shows another one: nothing changes. */
async function renewPage() {
  const response = await fetch(PAGE).catch(() => undefined);
  if (response?.redirected) return;
  const cache = await caches.open(VERSION);
  await Promise.all([cache.delete(PAGE), cache.delete(SAFE_KEPT)]);
  if (response) await keepPage(response);
  if (response) await keepSafe();
}

/** From the camera roll or another app: into the form, also without coverage. What is too much is left and told. */
async function takeShared(request) {
  const form = await request.formData();
  const all = form.getAll('photo').filter((file) => file instanceof Blob && file.type.startsWith('image/'));
  const photos = all.filter(({ size }) => size <= PHOTO_BYTES).slice(0, PHOTOS_MAX);
  const text = ['title', 'text', 'url'].map((name) => String(form.get(name) ?? '').trim()).filter(Boolean);
  const shared = {
    id: 'now',
    text: text.join('\n').slice(0, TEXT_MAX),
    photos: await toKeep(photos),
    left: all.length - photos.length,
  };
  await store('shared', 'readwrite', (drafts) => drafts.put(shared));
  return Response.redirect(`${PAGE}?gedeeld`, 303);
}

/**
 * First what waits is sent. What could not be stays, for who comes back; the page and what was shared go, also without
 * coverage. Where the notes cannot be counted, they are taken to be there.
 */
async function logOut(request) {
  await Promise.race([sendAll().catch(() => undefined), new Promise((go) => setTimeout(go, PATIENCE_MS))]);
  const isEmpty = await allNotes().then(
    (notes) => notes.every(({ state }) => state === 'sent'),
    () => false,
  );
  await caches.delete(VERSION).catch(() => undefined);
  await store('shared', 'readwrite', (drafts) => drafts.clear()).catch(() => undefined);
  return fetch(request.url, {
    method: 'POST',
    redirect: 'manual',
    headers: isEmpty ? {} : { 'x-ronde-wacht': '1' },
  });
}
