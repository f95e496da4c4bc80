// The page of the round on a telephone that can keep notes itself. Everything works without this file, with coverage.
const frame = document.querySelector('[data-round]');
const queue = document.querySelector('[data-round-queue]');
const form = frame?.querySelector('form');
const HOUR_MS = 3600_000;
/** A note that waits longer than this is shown loudly. */
const LATE_HOURS = 4;
const ANSWER_MS = 8000;
/** Without a word of the browser that there is coverage again, it is tried this often. */
const AGAIN_MS = 60_000;

if (frame instanceof HTMLElement && queue instanceof HTMLElement && form && 'serviceWorker' in navigator)
  begin(frame, queue, form);

function begin(frame, queue, form) {
  const { round: base = '', who = '' } = frame.dataset;
  const words = JSON.parse(queue.dataset.words ?? '{}');
  const list = queue.querySelector('[data-round-list]');
  const status = queue.querySelector('[data-round-status]');
  const mistake = frame.querySelector('[data-round-mistake]');
  const field = (name) => form.elements.namedItem(name);
  const placeName = `ronde-plek-${who}`;
  const complexName = `ronde-complex-${who}`;
  let hasWorker = true;
  let isWaiting = false;

  /** Asks the service worker; no answer within some seconds is an answer too. */
  async function ask(order, patienceMs = ANSWER_MS) {
    const { active } = await within(navigator.serviceWorker.ready, patienceMs);
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    active.postMessage(order, [port2]);
    const { ok, value, reason } = await within(answered, patienceMs);
    if (!ok) throw Object.assign(new Error('refused'), { reason });
    return value;
  }

  function within(promise, ms) {
    return Promise.race([
      promise,
      new Promise((_, reject) => setTimeout(() => reject(new Error('late')), ms)),
    ]);
  }

  async function show() {
    const { mine, others } = await ask({ kind: 'list', who });
    const now = Date.now();
    const isLate = ({ state, at }) => state !== 'sent' && now - at > LATE_HOURS * HOUR_MS;
    isWaiting = mine.some(({ state }) => state === 'waiting');
    queue.hidden = mine.length === 0 && others === 0;
    queue.classList.toggle('wijk-round-queue--late', mine.some(isLate));
    list.replaceChildren(
      ...mine.map((note) => line(note, isLate(note))),
      ...(others > 0 ? [otherLine(others)] : []),
    );
  }

  function otherLine(count) {
    return item(words['waiting-other'].replace('#', String(count)));
  }

  function line(note, isLate) {
    const when = new Date(note.at).toLocaleString(document.documentElement.lang, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    const text = note.fields.find(([name]) => name === 'story')?.[1] ?? '';
    const photos = note.photoCount > 0 ? words.photos.replace('#', String(note.photoCount)) : '';
    const told = item([when, stateOf(note, isLate), photos, text].filter(Boolean).join(' · '));
    if (note.state === 'refused') told.append(reasons(note), buttons(note));
    if (note.state === 'waiting') told.append(buttons(note));
    if (note.state === 'gone') told.append(row(dropButton(note)));
    if (note.state === 'waiting' && note.hold === 401) told.append(logInLink());
    return told;
  }

  function stateOf({ state, hold, number }, isLate) {
    if (state === 'sent') return words.sent.replace('#', String(number));
    if (state === 'gone') return words.gone;
    if (state === 'refused') return words.refused;
    const waits = hold === 401 || hold === 409 ? words['waiting-login'] : words.waiting;
    return isLate ? `${words.late} ${waits}` : waits;
  }

  function item(text) {
    const element = document.createElement('li');
    element.className = 'wijk-round-queue__note';
    const paragraph = document.createElement('p');
    paragraph.className = 'nl-paragraph';
    paragraph.textContent = text;
    element.append(paragraph);
    return element;
  }

  function reasons({ reasons: all = [] }) {
    const element = document.createElement('ul');
    for (const reason of all)
      element.append(Object.assign(document.createElement('li'), { textContent: reason }));
    return element;
  }

  function logInLink() {
    const link = document.createElement('a');
    link.className = 'nl-link';
    link.href = `${base}/inloggen?naar=${encodeURIComponent(`${base}/ronde`)}`;
    link.textContent = words.login;
    return link;
  }

  function row(...parts) {
    const element = document.createElement('div');
    element.className = 'wijk-round-queue__buttons';
    element.append(...parts);
    return element;
  }

  function buttons(note) {
    return row(
      button(words.again, () => putBack(note.key)),
      dropButton(note),
    );
  }

  /** What is thrown away is asked twice, unless there is nothing left in it. */
  function dropButton({ key, state }) {
    return button(words.drop, async (pressed) => {
      if (pressed.dataset.sure === undefined && state !== 'gone') {
        pressed.dataset.sure = '';
        pressed.textContent = words['drop-sure'];
        return;
      }
      await ask({ kind: 'drop', key, who });
      await show();
    });
  }

  function button(text, act) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'utrecht-button utrecht-button--secondary-action';
    element.textContent = text;
    element.addEventListener('click', () => void act(element));
    return element;
  }

  /** The note into the form, under its own key: sent again it is the same note. */
  async function putBack(key) {
    const note = await ask({ kind: 'read', key, who });
    if (!note) return;
    form.reset();
    setField('complex', '');
    for (const [name, value] of note.fields) setField(name, value);
    field('key').value = key;
    putPhotos(note.photos);
    form.scrollIntoView();
  }

  function setField(name, value) {
    const found = field(name);
    if (found instanceof HTMLInputElement && found.type === 'checkbox') found.checked = true;
    // a complex that is no longer in the list
    else if (found instanceof HTMLSelectElement && ![...found.options].some((one) => one.value === value))
      found.value = '';
    else if (found) found.value = value;
  }

  function putPhotos(photos) {
    const input = form.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) return;
    const carrier = new DataTransfer();
    for (const [at, photo] of photos.entries())
      carrier.items.add(new File([photo], photo.name ?? `photo-${at}`, { type: photo.type }));
    input.files = carrier.files;
  }

  function mistakeIn(data) {
    const kind = data.get('kind');
    const hasPhoto = data.getAll('photo').some((file) => file.size > 0) || data.has('photos');
    const hasPlace = ['address', 'addressUnknown', 'addressChoice', 'complex'].some((name) => data.get(name));
    if (!kind) return words.mistakes.kind;
    if (!String(data.get('story')).trim() && !hasPhoto) return words.mistakes.empty;
    return words.needsPlace.includes(kind) && !hasPlace ? words.mistakes.place : '';
  }

  function noteFrom(data) {
    const fields = [...data].filter(([, value]) => typeof value === 'string');
    const photos = data.getAll('photo').filter((file) => file.size > 0);
    return { key: data.get('key'), who, fields, photos };
  }

  // The page may be the one that was kept, whose key an earlier note has. Photos that wait on the server wait under theirs.
  if (!new FormData(form).has('photos')) field('key').value = freshKey();

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    // the buttons that call stand there instead
    if (data.get('kind') === 'danger') return;
    const wrong = mistakeIn(data);
    mistake.textContent = wrong;
    if (wrong === '') void keep(data);
  });

  // an address that only stood there from the note before goes when a complex is chosen
  field('complex')?.addEventListener('change', () => {
    if (field('address').value === field('keptAddress').value) setField('address', '');
  });

  async function keep(data) {
    try {
      if (!hasWorker) throw new Error('no worker');
      await ask({ kind: 'keep', note: noteFrom(data) });
    } catch (error) {
      await sendUnkept(data, error.reason === 'QuotaExceededError' ? words.full : words['not-kept']);
      return;
    }
    startAfresh(data);
    queue.hidden = false;
    status.textContent = words['kept-here'];
    await show();
    queue.scrollIntoView({ block: 'start' });
    await send();
  }

  /** This telephone keeps nothing: then straight to the server, and the form stays as it is until that has it. */
  async function sendUnkept(data, because) {
    const answer = await fetch(`${base}/ronde/wachtrij`, {
      method: 'POST',
      body: data,
      headers: { 'x-ronde-van': who },
      redirect: 'manual',
    }).catch(() => undefined);
    const { number, reasons } = (await answer?.json().catch(() => undefined)) ?? {};
    if (answer?.status === 201) {
      startAfresh(data);
      queue.hidden = false;
      status.textContent = words.sent.replace('#', String(number));
      queue.scrollIntoView({ block: 'start' });
    } else if (answer?.status === 401) form.submit();
    else mistake.textContent = reasons?.join(' ') ?? because;
  }

  function startAfresh(data) {
    const complex = String(data.get('complex') ?? '');
    // where in a complex is another place each time: of a complex its name alone stays
    remember(complexName, complex);
    remember(placeName, complex === '' ? String(data.get('address') ?? '') : '');
    form.reset();
    field('key').value = freshKey();
    fillPlace();
  }

  function fillPlace() {
    setField('complex', remembered(complexName));
    setField('address', remembered(placeName));
    setField('keptAddress', remembered(placeName));
  }

  async function send() {
    await ask({ kind: 'send', who }, 3 * ANSWER_MS).catch(() => undefined);
    await show();
    status.textContent = navigator.onLine ? '' : words.offline;
  }

  function freshKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  }

  /** The last place stays on this telephone; a browser that keeps nothing does without. */
  function remember(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // the next note starts without a place
    }
  }

  function remembered(name) {
    try {
      return localStorage.getItem(name) ?? '';
    } catch {
      return '';
    }
  }

  async function takeShared() {
    const shared = await ask({ kind: 'shared' });
    if (!shared) return;
    setField('story', shared.text);
    putPhotos(shared.photos);
    if (shared.left > 0) mistake.textContent = words['too-much'];
    history.replaceState(null, '', `${base}/ronde`);
  }

  function shellPaths() {
    const parts = [...document.querySelectorAll('link[href], script[src]')].map(
      (part) => part.href || part.src,
    );
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const paths = [...parts, ...loaded].map((url) => new URL(url, location.href));
    return [
      ...new Set(paths.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname)),
    ];
  }

  async function start() {
    await navigator.serviceWorker.register(`${base}/ronde-werker.js`, { scope: `${base}/` });
    if (!field('address').value && !field('complex')?.value) fillPlace();
    if (new URLSearchParams(location.search).has('gedeeld')) await takeShared();
    // a browser that promises not to clear this when it is short of room
    void navigator.storage?.persist?.().catch(() => undefined);
    await show();
    frame.dataset.ready = '';
    void ask({ kind: 'shell', paths: shellPaths() }).catch(() => undefined);
    await send();
  }

  window.addEventListener('online', () => void send());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void send();
  });
  setInterval(() => {
    if (isWaiting && document.visibilityState === 'visible') void send();
  }, AGAIN_MS);
  start().catch(() => {
    hasWorker = false;
  });
}
