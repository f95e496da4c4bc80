import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createRoutesStub } from 'react-router';
import { describe, expect, it } from 'vitest';
import { contentFile } from '../content.ts';
import { loadTexts } from '../texts.ts';
import { NO_FRAME } from './context.ts';
import { CheckboxGroup, Form, RadioGroup, Select, TextArea, TextInput } from './index.tsx';
import type { FormState } from './responses.ts';
import { PageProvider, type PageView } from './use-page.tsx';

const texts = loadTexts(contentFile('texts'), { strict: true });
const view: PageView = {
  t: texts.translator('nl'),
  language: 'nl',
  municipality: undefined,
  frame: NO_FRAME,
  path: '/',
  requestId: 'x',
};
const OPTIONS = [
  { value: 'gas', label: 'Gas' },
  { value: 'fire', label: 'Brand' },
];
const fields = [
  createElement(TextInput, { key: 1, name: 'street', label: 'Straat', hint: 'Zonder nummer' }),
  createElement(TextInput, { key: 2, name: 'secret', label: 'Wachtwoord', type: 'password' }),
  createElement(TextArea, { key: 3, name: 'words', label: 'Wat ziet u?', optional: true }),
  createElement(Select, { key: 4, name: 'place', label: 'Waar?', options: OPTIONS }),
  createElement(RadioGroup, { key: 5, name: 'about', label: 'Waarover?', options: OPTIONS }),
  createElement(CheckboxGroup, { key: 6, name: 'seen', label: 'Wat nog meer?', options: OPTIONS }),
];

/** The HTML of a page with forms, as it is after an action answered with `state`. */
function render(children: ReactNode, state?: FormState): string {
  const Stub = createRoutesStub([{ id: 'page', path: '/', Component: () => children }]);
  const page = createElement(Stub, {
    initialEntries: ['/'],
    hydrationData: { actionData: state ? { page: state } : null },
  });
  const provided = { value: view, children: page };
  return renderToStaticMarkup(createElement(PageProvider, provided));
}

function form(state?: FormState, props: Omit<Parameters<typeof Form>[0], 'children'> = {}): string {
  const filled = { ...props, children: fields };
  return render(createElement(Form, filled), state);
}

/** The tag of the control with this id. */
function control(html: string, id: string): string {
  return new RegExp(`<(?:input|textarea|select)[^>]* id="${id}"[^>]*>`).exec(html)?.[0] ?? '';
}

describe('a form as it is first shown', () => {
  const html = form(undefined, { values: { street: 'Kerkweg', seen: ['fire'] } });

  it('has no mistake and asks nothing of the browser', () => {
    expect(html).not.toMatch(/aria-invalid|error-summary/);
    expect(html).toContain('noValidate=""');
  });

  it('ties label and hint to the control', () => {
    expect(html).toContain('<label class="utrecht-form-label" for="field-street">Straat</label>');
    expect(control(html, 'field-street')).toContain('aria-describedby="field-street-hint"');
  });

  it('says in words what may be left out, and to a reader what may not', () => {
    expect(html).toContain('Wat ziet u?<span class="wijk-optional"> (niet verplicht)</span>');
    expect(control(html, 'field-words')).not.toContain('aria-required');
    expect(control(html, 'field-street')).toContain('aria-required="true"');
  });

  it('shows the values it is given', () => {
    expect(control(html, 'field-street')).toContain('value="Kerkweg"');
    expect(control(html, 'field-seen-1')).toContain('checked=""');
    expect(control(html, 'field-seen')).not.toContain('checked=""');
  });
});

describe('a form that was refused', () => {
  const state: FormState = {
    values: { street: '<b>', secret: 'geheim', words: 'Ik zag', place: 'fire', about: 'gas', seen: 'fire' },
    refusals: [
      { code: 'field-missing', pointer: 'street' },
      { code: 'field-choice', pointer: 'about' },
      { code: 'field-invalid' },
    ],
  };
  const html = form(state);

  it('shows again all that was typed and chosen, except a password', () => {
    expect(control(html, 'field-street')).toContain('value="&lt;b&gt;"');
    expect(html).toContain('Ik zag</textarea>');
    expect(html).toContain('<option value="fire" selected="">');
    expect(control(html, 'field-about')).toContain('checked=""');
    expect(control(html, 'field-seen-1')).toContain('checked=""');
    expect(html).not.toContain('geheim');
  });

  it('says beside the field what is wrong, and ties it to the control', () => {
    expect(html).toContain('id="field-street-error"><div>Vul dit in.</div>');
    expect(control(html, 'field-street')).toContain('aria-invalid="true"');
    expect(control(html, 'field-street')).toContain(
      'aria-describedby="field-street-hint field-street-error"',
    );
    expect(html).toMatch(/<fieldset[^>]* role="radiogroup"[^>]* aria-describedby="field-about-error"/);
  });

  it('sums up all mistakes on top, each leading to its field, and takes the focus', () => {
    expect(html).toContain('Er kloppen 3 dingen nog niet');
    expect(html).toContain('href="#field-street"');
    expect(html).toContain('href="#field-about"');
    expect(html).toMatch(/tabindex="-1" autofocus=""|autofocus="" tabindex="-1"/i);
  });

  it('names the fields in the summary where their names are given', () => {
    expect(form(state, { labels: { street: 'Straat' } })).toContain('>Straat: Vul dit in.</a>');
  });
});

describe('two forms on one page', () => {
  const reason = createElement(TextInput, { name: 'reason', label: 'Reden' });
  const both = ['accept', 'decline'].map((intent) => {
    const props = { key: intent, intent, children: reason };
    return createElement(Form, props);
  });
  const html = render(both, {
    values: { intent: 'decline', reason: 'vol' },
    refusals: [{ code: 'field-invalid', pointer: 'reason' }],
  });

  it('keep their ids apart', () => {
    expect(control(html, 'field-accept-reason')).toBeTruthy();
    expect(control(html, 'field-decline-reason')).toBeTruthy();
  });

  it('show the mistakes of the one that was sent only', () => {
    expect(control(html, 'field-decline-reason')).toContain('value="vol"');
    expect(control(html, 'field-accept-reason')).not.toMatch(/vol|aria-invalid/);
    expect(html.match(/id="error-summary"/g)).toHaveLength(1);
  });
});
