// The button that copies a text of the page. Without it the text can be selected and copied by hand.
for (const button of document.querySelectorAll('[data-copy-now]')) button.hidden = false;

/** The clipboard of the browser is there over https alone; the older way works where it is not. */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

async function copyFrom(part) {
  const status = part.querySelector('[role=status]');
  const isDone = await copy(part.querySelector('textarea'));
  status.textContent = isDone ? status.dataset.done : status.dataset.failed;
}

document.addEventListener('click', ({ target }) => {
  const part = target instanceof Element && target.closest('[data-copy-now]')?.closest('[data-copy]');
  if (part) void copyFrom(part);
});
