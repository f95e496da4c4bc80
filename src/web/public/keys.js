// The keys of a work page, and its button to print. Keys open and focus; nothing is sent by a key alone. Everything of the page works
// without.
const OFF = 'wijkverbond.keys-off';
const sheetOf = () => document.querySelector('[data-keys]');
// a browser that keeps nothing lets keys be switched off for as long as the page is open
let isOff = read();

function read() {
  try {
    return localStorage.getItem(OFF) === 'yes';
  } catch {
    return false;
  }
}

function switchTo(off) {
  isOff = off;
  try {
    if (off) localStorage.setItem(OFF, 'yes');
    else localStorage.removeItem(OFF);
  } catch {
    // kept for this page alone
  }
  show();
}

/** What is on the sheet now; the line can have put another page in its place. */
function show() {
  for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;
  const sheet = sheetOf();
  if (!sheet) return;
  sheet.parentElement.classList.add('wijk-keys--ready');
  const state = isOff ? 'off' : 'on';
  for (const part of sheet.querySelectorAll('[role=status], [data-keys-switch]'))
    if (part.textContent !== part.dataset[state]) part.textContent = part.dataset[state];
}

/** Where somebody types, chooses or is asked something, a key is theirs. */
function isTaken({ target, defaultPrevented, isComposing, ctrlKey, metaKey, altKey }) {
  if (defaultPrevented || isComposing || ctrlKey || metaKey || altKey) return true;
  if (document.querySelector('dialog[open]')) return true;
  const field = 'input:not([type=checkbox]), textarea, select, [contenteditable]';
  return target instanceof Element && target.closest(field) !== null;
}

function pressed(event) {
  if (isOff || isTaken(event)) return;
  const line = sheetOf()?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!line) return;
  const { intent, does } = line.dataset;
  const isDone = intent ? openForm(intent) : doesOf[does](line.dataset.key);
  if (isDone) event.preventDefault();
}

/** Opens the form and goes to its first field; its button is pressed by who reads it. */
function openForm(intent) {
  const name = CSS.escape(intent);
  // of forms that stand there once for each part, the first
  const form = document
    .querySelector(`main input[name=intent]:is([value="${name}"], [value^="${name}."])`)
    ?.closest('form');
  if (!form) return false;
  return goInto(form);
}

/** To the first field of a part of the page, which is opened when it was closed. */
function goInto(part) {
  if (!part) return false;
  for (let closed = part.closest('details'); closed; closed = closed.parentElement.closest('details'))
    closed.open = true;
  const fields = part.matches('select')
    ? [part]
    : [...part.querySelectorAll('input, textarea, select, button')];
  const field = fields.find(({ type, disabled }) => type !== 'hidden' && !disabled);
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
  return true;
}

/** The box of the report that has the focus. */
function choose() {
  const box = document.activeElement?.closest('tr')?.querySelector('input[type=checkbox]');
  box?.click();
  return Boolean(box);
}

function chooseAll() {
  const box = document.querySelector('[data-all] input');
  box?.click();
  return Boolean(box);
}

/** 'All of this page' shows in the rows what it means, and a row that is left out is left out. */
function follows(box) {
  const all = document.querySelector('[data-all] input');
  const rows = document.querySelectorAll('main table input[type=checkbox]');
  if (box === all) for (const row of rows) row.checked = all.checked;
  else if (all && !box.checked) all.checked = false;
}

/** Safari before 17.4 does not say it itself. */
function isShown(link) {
  return link.checkVisibility?.() ?? link.getClientRects().length > 0;
}

/** Between the reports on the page, in the order in which they stand there. */
function step(by) {
  const reports = [...document.querySelectorAll('main table a')].filter(isShown);
  if (reports.length === 0) return false;
  const here = document.activeElement;
  const at = reports.findIndex((link) => link === here || link.closest('tr').contains(here));
  const next = at === -1 ? (by > 0 ? 0 : reports.length - 1) : at + by;
  reports[Math.min(reports.length - 1, Math.max(0, next))].focus();
  return true;
}

function follow(link) {
  if (!link || !isShown(link)) return false;
  link.click();
  return true;
}

function openSheet() {
  sheetOf().showModal();
  return true;
}

function goToNumber() {
  const field = document.querySelector('input[name=nummer], input[name=zoek]');
  field?.focus();
  return Boolean(field);
}

const doesOf = {
  next: () => step(1),
  previous: () => step(-1),
  number: goToNumber,
  back: () => follow(document.querySelector('a[data-back]')),
  news: () => follow(document.querySelector('[data-live] a')),
  choose,
  all: chooseAll,
  together: () => goInto(document.querySelector('main select[name=wat]')),
  filters: () => goInto(document.querySelector('[data-filters]')),
  notices: () => openForm('seen'),
  photos: () => follow(document.querySelector('main [data-photos] a')),
  inform: () => openForm('inform'),
  tab: (number) => follow(document.querySelectorAll('main .wijk-tabs a')[Number(number) - 1]),
  sheet: openSheet,
};

document.addEventListener('keydown', pressed);
document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('[data-keys-open]')) openSheet();
  if (target.closest('[data-keys-switch]')) switchTo(!isOff);
  if (target.closest('[data-print]')) print();
});
document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === 'checkbox') follows(target);
});
document.addEventListener('live:shown', show);
show();
