import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { contentFile } from '../kit/content.ts';
import { loadTexts, type Language } from '../kit/texts.ts';
import { NO_FRAME, type PageFrame } from '../kit/web/context.ts';
import { tooMany } from '../kit/web/responses.ts';
import { PageProvider, type PageView } from '../kit/web/use-page.tsx';
import { ErrorPage } from './error-page.tsx';

const texts = loadTexts(contentFile('texts'), { strict: true });

function show(error: unknown, language: Language = 'nl', frame: PageFrame = NO_FRAME): string {
  const view: PageView = {
    t: texts.translator(language),
    language,
    municipality: { id: 'x', slug: 'voorbeeldstad', name: 'Voorbeeldstad' },
    frame,
    path: '/voorbeeldstad/x',
    requestId: '0190-number',
  };
  const provided = { value: view, children: createElement(ErrorPage, { error }) };
  return renderToStaticMarkup(createElement(PageProvider, provided));
}

/** What a page that threw gives to its error page. */
const thrown = (status: number, data: unknown = null) => ({ status, statusText: '', internal: false, data });

describe('the error page', () => {
  it.each([
    [400, 'Dit konden we niet lezen'],
    [403, 'Dit mag u niet bekijken of doen'],
    [404, 'Deze pagina is er niet'],
    [405, 'Dat kan op deze pagina niet'],
    [413, 'Dit is te veel in één keer'],
    [429, 'Dit is te vaak geprobeerd'],
    [500, 'Er ging bij ons iets mis'],
    [503, 'Er is bij ons een storing'],
  ])('says of %i in plain words what is the matter', (status, title) => {
    expect(show(thrown(status))).toContain(`<h1 class="nl-heading nl-heading--level-1">${title}</h1>`);
  });

  it('does not tell who is signed in to sign in', () => {
    const person = { name: 'Sanne', signOutHref: '/voorbeeldstad/uitloggen' };
    expect(show(thrown(403))).toContain('U bent niet ingelogd.');
    const colleague = show(thrown(403), 'nl', { nav: [], person });
    expect(colleague).toContain('U bent ingelogd, maar dit hoort niet bij uw werk.');
    expect(colleague).not.toContain('niet ingelogd');
  });

  it('says in English too when one may try again', () => {
    const { data } = tooMany(61);
    expect(show(thrown(429, data))).toContain('U kunt het over 2 minuten weer proberen.');
    expect(show(thrown(429, data), 'en')).toContain('You can try again in 2 minutes.');
  });

  it('takes an unknown refusal for an unreadable request, and all else for our own fault', () => {
    expect(show(thrown(418))).toContain('Dit konden we niet lezen');
    expect(show(thrown(502))).toContain('Er ging bij ons iets mis');
    expect(show(new Error('Jan de Vries'))).toContain('Er ging bij ons iets mis');
  });

  it('gives the number of a fault of ours, and never its words', () => {
    const html = show(new Error('Jan de Vries'));
    expect(html).toContain('0190-number');
    expect(html).not.toContain('Jan de Vries');
    expect(show(thrown(404))).toContain('Nummer van dit verzoek: 0190-number');
  });

  it('leads back to the first page of the municipality', () => {
    expect(show(thrown(404))).toContain('href="/voorbeeldstad"');
  });

  it('says during an outage what to do, in both languages, and more to who was sending something', () => {
    expect(show(thrown(503))).toContain('112');
    expect(show(thrown(503))).not.toContain('Verstuur het over een paar minuten nog een keer');
    expect(show(thrown(503, { posted: true }))).toContain('Verstuur het over een paar minuten nog een keer');
    expect(show(thrown(503, { posted: true }), 'en')).toContain('Send it again in a few minutes');
  });
});
