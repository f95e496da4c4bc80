// Says on an open work page what changed since it was made, and shows it when asked. Everything of the page works without.
const BEAT_LATE_MS = 75_000;
const DOWN_AFTER_MS = 8_000;
const HIDDEN_CLOSE_MS = 5_000;
const AGAIN_MS = 60_000;
const WRITING_MS = 15_000;
const SEEN_MAX = 2_000;

const line = document.querySelector('[data-live]');
if (line instanceof HTMLElement && 'EventSource' in globalThis) live(line);

function live(first) {
  let root = first;
  let source;
  let since = Number(root.dataset.since);
  let downTimer;
  let beatTimer;
  let hiddenTimer;
  let writingTimer;
  let isWriting = false;
  // what the page shows, and what it was told of: told again after a break, it is no news
  let told = new Set();
  let news = new Set();
  let state = { look: false, notice: false, down: false, gone: new Set() };
  forget();

  function forget() {
    told = new Set((root.dataset.shown ?? '').split(' ').filter(Boolean));
    news = new Set();
    state = { look: false, notice: false, down: state.down, gone: new Set() };
  }

  function numbers() {
    return [...told].map((mark) => mark.split('@')[0]);
  }

  function connect() {
    if (source || document.hidden) return;
    const asked = new URL(root.dataset.live, location.href);
    asked.searchParams.set('sinds', String(since));
    asked.searchParams.set('toont', [...new Set(numbers())].slice(-500).join(','));
    if (root.dataset.here) asked.searchParams.set('hier', root.dataset.here);
    if (root.dataset.over) asked.searchParams.set('over', root.dataset.over);
    source = new EventSource(asked);
    source.addEventListener('open', () => setDown(false));
    source.addEventListener('hello', ({ data }) => greet(JSON.parse(data).open));
    source.addEventListener('change', ({ data }) => changed(JSON.parse(data)));
    source.addEventListener('gone', ({ data }) => gone(JSON.parse(data)));
    source.addEventListener('here', ({ data }) => showHere(JSON.parse(data).people));
    source.addEventListener('notice', () => tell({ notice: root.dataset.only !== 'true' }));
    source.addEventListener('look', () => tell({ look: true }));
    source.addEventListener('down', () => setDown(true));
    source.addEventListener('ended', ended);
    source.addEventListener('error', failed);
    for (const name of ['hello', 'beat', 'change']) source.addEventListener(name, alive);
    alive();
  }

  function disconnect() {
    source?.close();
    source = undefined;
    isWriting = false;
    clearTimeout(beatTimer);
  }

  /** A line that broke without a word is noticed by its silence. */
  function alive() {
    clearTimeout(beatTimer);
    beatTimer = setTimeout(() => {
      disconnect();
      setDown(true);
      connect();
    }, BEAT_LATE_MS);
  }

  function failed() {
    downTimer ??= setTimeout(() => setDown(true), DOWN_AFTER_MS);
    if (source?.readyState !== EventSource.CLOSED) return;
    // refused: too many pages, or nobody is logged in any more
    disconnect();
    setTimeout(connect, AGAIN_MS);
  }

  function setDown(down) {
    clearTimeout(downTimer);
    downTimer = undefined;
    if (state.down === down) return;
    state.down = down;
    say();
  }

  function greet(open) {
    const gone = numbers().filter((number) => !(number in open));
    const fresh = Object.entries(open).filter(([number, at]) => isNew(number, at));
    for (const number of gone) state.gone.add(Number(number));
    for (const [number] of fresh) news.add(Number(number));
    if (gone.length > 0 || fresh.length > 0) say();
  }

  function changed({ number, at }) {
    since = Math.max(since, at);
    if (!isNew(number, at)) return;
    news.add(number);
    say();
  }

  function gone({ number, at }) {
    since = Math.max(since, at);
    news.delete(number);
    state.gone.add(number);
    say();
  }

  function isNew(number, at) {
    const mark = `${number}@${at}`;
    if (told.has(mark)) return false;
    if (told.size > SEEN_MAX) told = new Set([...told].slice(-SEEN_MAX / 2));
    told.add(mark);
    return true;
  }

  function tell(more) {
    Object.assign(state, more);
    say();
  }

  function ended() {
    disconnect();
    document.removeEventListener('visibilitychange', visible);
    put(root.dataset.textEnded, true);
  }

  /** The words are put in only when they differ, so that they are read out once. */
  function say() {
    const { textOne, textMany, textLook, textNotice, textGone, textDown, only } = root.dataset;
    const count = news.size + (only === 'true' ? 0 : state.gone.size);
    const words = [
      only === 'true' && state.gone.size > 0 ? textGone : '',
      count === 1 ? textOne : '',
      count > 1 ? textMany.replace('#', String(count)) : '',
      count === 0 && state.look ? textLook : '',
      state.notice && count === 0 ? textNotice : '',
    ].filter(Boolean);
    put([...words, state.down ? textDown : ''].filter(Boolean).join(' '), words.length > 0 || state.down);
  }

  function put(words, canShow) {
    const place = root.querySelector('[role=status]');
    if (place.textContent !== words) place.textContent = words;
    root.classList.toggle('wijk-live--ask', canShow);
    root.classList.toggle('wijk-live--news', words !== '');
  }

  /** The page as it is now in the place of what it was; what was typed, ticked and opened stays, and so does the focus. */
  async function show(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (root.dataset.kept === 'true') {
      new MutationObserver((_changes, watching) => {
        watching.disconnect();
        settle(undefined);
      }).observe(root, { attributes: true, attributeFilter: ['data-since'] });
      root.dispatchEvent(new Event('live:show'));
      return;
    }
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return location.assign(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('main');
    const main = document.querySelector('main');
    if (!fresh || !page.querySelector('[data-live]')) return location.assign(location.href);
    const kept = keep(main);
    main.replaceChildren(...document.adoptNode(fresh).childNodes);
    settle(main.querySelector('[data-live]'));
    putBack(main, kept, root.dataset.textKept);
  }

  function settle(next) {
    if (next) root = next;
    since = Math.max(since, Number(root.dataset.since));
    forget();
    if (next) root.querySelector('a').addEventListener('click', show);
    put(root.dataset.textShown, false);
    root.tabIndex = -1;
    root.focus({ preventScroll: true });
    disconnect();
    connect();
    document.dispatchEvent(new Event('live:shown'));
  }

  /** Says on the other's page that something is being written here: when it begins, and once it is left alone. */
  function wrote({ target }) {
    if (!root.dataset.here || !(target instanceof HTMLTextAreaElement)) return;
    clearTimeout(writingTimer);
    writingTimer = setTimeout(() => sayWriting(false), WRITING_MS);
    sayWriting(true);
  }

  function sayWriting(now) {
    if (now === isWriting || !source) return;
    isWriting = now;
    const body = new URLSearchParams({ nummer: root.dataset.here, schrijft: now ? 'ja' : 'nee' });
    void fetch(root.dataset.live, { method: 'POST', body }).catch(() => {});
  }

  /** A page that nobody looks at keeps no line open: browsers allow six to one place. */
  function visible() {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(disconnect, HIDDEN_CLOSE_MS);
    else connect();
  }

  root.querySelector('a').addEventListener('click', show);
  document.addEventListener('visibilitychange', visible);
  document.addEventListener('input', wrote);
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);
  connect();
}

/** Who else has this page open; put in only what differs, so that it is read out once. */
function showHere(people) {
  const place = document.querySelector('[data-here-list]');
  const list = place?.querySelector('ul');
  if (!list) return;
  const lines = people.map(({ name, isWriting }) =>
    (isWriting ? place.dataset.textWriting : place.dataset.textHere).replace('#name', () => name),
  );
  const items = lines.map(
    (words) => [...list.children].find((item) => item.textContent === words) ?? itemOf(words),
  );
  list.replaceChildren(...items);
}

function itemOf(words) {
  const item = document.createElement('li');
  item.textContent = words;
  return item;
}

const intentOf = (field) => field.form?.elements.namedItem('intent')?.value ?? '';

function isTouched(field) {
  if (field.type === 'hidden' || field.type === 'submit' || field.type === 'button' || field.type === 'file')
    return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep(main) {
  const fields = [...main.querySelectorAll('input, textarea, select')].filter(isTouched).map((field) => ({
    intent: intentOf(field),
    name: field.name,
    type: field.type,
    value: field.value,
    checked: field.checked,
    words: field instanceof HTMLTextAreaElement || field.type === 'text' ? field.value : '',
  }));
  const open = [...main.querySelectorAll('details[open] > summary')].map((summary) => summary.textContent);
  return { fields, open };
}

function putBack(main, { fields, open }, keptText) {
  for (const summary of main.querySelectorAll('details > summary'))
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  const all = [...main.querySelectorAll('input, textarea, select')];
  const lost = [];
  for (const kept of fields) {
    const isChoice = kept.type === 'checkbox' || kept.type === 'radio';
    const field = all.find(
      (each) =>
        each.name === kept.name && intentOf(each) === kept.intent && (!isChoice || each.value === kept.value),
    );
    if (!field && kept.words.trim() !== '') lost.push(kept.words);
    if (!field) continue;
    if (isChoice) field.checked = kept.checked;
    else field.value = kept.value;
    const closed = field.closest('details');
    if (closed) closed.open = true;
  }
  if (lost.length > 0) showLost(main, lost, keptText);
}

/** The form is gone, because the report went on; the words are not. */
function showLost(main, lost, keptText) {
  const box = document.createElement('div');
  box.className = 'utrecht-alert utrecht-alert--warning';
  box.setAttribute('role', 'status');
  const title = document.createElement('p');
  title.className = 'nl-paragraph';
  title.textContent = keptText;
  box.append(title);
  for (const words of lost) {
    const place = document.createElement('p');
    place.className = 'nl-paragraph wijk-live__kept';
    place.textContent = words;
    box.append(place);
  }
  main.querySelector('[data-live]').after(box);
}
