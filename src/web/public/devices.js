// The page on which somebody has notices shown on this device. Without this file the page lists the devices and says what
// is needed.
const frame = document.querySelector('[data-devices]');
const form = frame?.querySelector('[data-devices-on] form');

if (frame instanceof HTMLElement && form instanceof HTMLFormElement) void offer(frame, form);

async function offer(frame, form) {
  const { devices: base = '', vapid = '' } = frame.dataset;
  const say = (name) => {
    for (const each of frame.querySelectorAll('[data-devices-says]'))
      each.hidden = each.dataset.devicesSays !== name;
  };
  const canPush = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!canPush) return say('unable');
  const worker = `${base}/account/apparaten-werker.js`;
  const scope = `${base}/account/`;
  const known = await (await navigator.serviceWorker.getRegistration(scope))?.pushManager.getSubscription();
  const isMine = known ? await markThis(known.endpoint) : false;
  if (isMine) return say('on');
  if (Notification.permission === 'denied') return say('denied');
  say('off');
  form.addEventListener('submit', (event) => {
    if (form.elements.namedItem('endpoint').value !== '') return;
    event.preventDefault();
    switchOn().then(
      (subscription) => {
        const { endpoint, keys } = subscription.toJSON();
        for (const [name, value] of Object.entries({ endpoint, ...keys })) {
          const field = form.elements.namedItem(name);
          if (field) field.value = value;
        }
        form.requestSubmit();
      },
      () => say(Notification.permission === 'denied' ? 'denied' : 'failed'),
    );
  });

  /** A subscription under another key is one that nobody can use any more. */
  async function switchOn() {
    if ((await Notification.requestPermission()) !== 'granted') throw new Error('not allowed');
    const registration = await navigator.serviceWorker.register(worker, { scope });
    await active(registration);
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid });
  }

  function active(registration) {
    const coming = registration.installing ?? registration.waiting;
    if (!coming || registration.active) return undefined;
    return new Promise((resolve) => {
      coming.addEventListener('statechange', () => coming.state === 'activated' && resolve());
    });
  }

  /** Shows which of the own devices this one is, if any. */
  async function markThis(endpoint) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
    const bytes = [...new Uint8Array(digest)];
    const mark = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const here = [...frame.querySelectorAll('[data-mark]')].filter((each) =>
      mark.startsWith(each.dataset.mark),
    );
    for (const each of here) each.hidden = false;
    return here.length > 0;
  }
}
