// Keeps the numbers to call on the telephone, and the words of a form that cannot be sent. Everything works without this
// file, with coverage.
const PATIENCE_MS = 8000;

const page = document.querySelector('[data-safe-work]');
if (page instanceof HTMLElement && 'serviceWorker' in navigator)
  void keepNumbers(page.dataset.safeWork ?? '').catch(() => undefined);

async function keepNumbers(base) {
  await navigator.serviceWorker.register(`${base}/ronde-werker.js`, { scope: `${base}/` });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    page.dataset.kept = '';
  };
  const styles = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"]')];
  active?.postMessage({ kind: 'safe', paths: styles.map(({ href }) => new URL(href).pathname) }, [port2]);
}

const frame = document.querySelector('[data-needs-coverage]');
const form = frame?.querySelector('form');
const mistake = frame?.querySelector('[data-no-coverage]');
if (form && mistake instanceof HTMLElement) form.addEventListener('submit', (event) => void askFirst(event));

/** A form that is sent without coverage takes what was typed with it into an error page: first is asked whether it can. */
async function askFirst(event) {
  event.preventDefault();
  mistake.hidden = true;
  try {
    await fetch('/robots.txt', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    form.submit();
  } catch {
    mistake.hidden = false;
    mistake.focus();
  }
}
