// Offers 'use my place' where the browser can tell it. Everything else of the page works without this file.
const button = document.querySelector('[data-own-place]');
const note = document.querySelector('[data-own-place-note]');
const field = document.querySelector('input[name="gps"]');

if (
  button instanceof HTMLButtonElement &&
  note instanceof HTMLElement &&
  field instanceof HTMLInputElement &&
  'geolocation' in navigator
) {
  button.classList.remove('wijk-own-place');
  button.addEventListener('click', (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    note.textContent = note.dataset['busy'] ?? '';
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        field.value = [latitude, longitude, Math.ceil(accuracy)].join(',');
        button.form?.requestSubmit(button);
      },
      () => {
        note.textContent = note.dataset['failed'] ?? '';
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}
