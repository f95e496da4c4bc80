/** What can be sent to a report: by the forms of its pages, and by every operation of the API that changes one. */
import { ORIGIN } from '../support/house.ts';
import { DECIDED } from './scene.ts';
import type { Told } from './story.ts';
import { ABSENT, writingOf, type ApiDocument, type Post } from './surfaces.ts';

/** A form as a browser of this site sends it. */
export function formPost(fields: Record<string, string>): Post {
  const headers = { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  return { body: new URLSearchParams(fields).toString(), headers };
}

/** Every order that a page or a machine can give, and the very one that was given before. */
export function postsTo(
  { town, photoIds: [photo = ''], documentIds: [paper = ''] }: Told,
  document: ApiDocument,
): (Post & { path: string })[] {
  const { nature, urgency, reason } = DECIDED;
  const forms: readonly Record<string, string>[] = [
    { intent: 'accept' },
    { intent: 'decline', reason: 'no-room-now', proposal: 'not-known' },
    { intent: 'take-over' },
    { intent: 'give', colleague: town.users['opbouwwerk'] ?? '' },
    { intent: 'spoken', spokeWith: town.users['coordinator'] ?? '', spokeAt: '2026-03-02T11:00' },
    { intent: 'contacted' },
    { intent: 'hand-on', service: town.services['mediation'] ?? '' },
    { intent: 'decide-otherwise', nature, urgency, reason, service: '' },
    { intent: 'ask', question: 'Hallo?', key: ABSENT.id },
    { intent: 'note', note: 'Notitie', key: ABSENT.id },
    { intent: 'call', contactPoint: town.contactPointId, calledAt: '2026-03-02T11:00', about: 'danger' },
    { intent: 'danger-checked', finding: 'no-danger' },
    { intent: 'close', outcome: 'helped', message: '' },
    { intent: 'close', step: 'fill', text: 'helped', message: '' },
    { intent: 'ask', step: 'preview', question: 'Hallo?', key: ABSENT.id },
    {
      intent: 'ask-outside',
      name: 'Netbeheer',
      email: 'storing@netbeheer.test',
      language: 'nl',
      body: 'Is dit van u?',
      days: '5',
      ground: 'reporter-agrees',
      key: ABSENT.id,
    },
    { intent: 'renew-outside' },
    { intent: 'outside-link' },
    { intent: 'withdraw-outside' },
    { intent: 'reopen' },
    { intent: 'inform', result: 'orally' },
    { intent: 'reference', reference: '2026-1' },
    { intent: 'contact', email: 'ander@voorbeeld.test', phone: '' },
    { intent: 'nothing of ours' },
  ];
  const photos: readonly Record<string, string>[] = [
    { intent: 'add-photos' },
    { intent: 'share-photo', photo },
    { intent: 'remove-photo', photo, reason: 'person' },
  ];
  const documents: readonly Record<string, string>[] = [
    { intent: 'add-documents' },
    { intent: 'share-document', document: paper },
    { intent: 'remove-document', document: paper, reason: 'person' },
  ];
  const form = (path: string) => (fields: Record<string, string>) => ({ path, ...formPost(fields) });
  const machine = writingOf(document)
    .filter((path) => path.includes('{nummer}'))
    .map((path) => ({
      path: `/v1${path.replace('{gemeente}', 'proefstad').replace('{nummer}', '#')}`,
      body: JSON.stringify(bodyFor(path, town)),
      headers: { 'content-type': 'application/json', 'idempotency-key': ABSENT.id },
    }));
  return [
    ...forms.map(form('/proefstad/werk/#')),
    ...photos.map(form('/proefstad/werk/#/fotos')),
    ...documents.map(form('/proefstad/werk/#/documenten')),
    ...machine,
  ];
}

/** What an operation of the API wants to know, by the last part of its address. */
function bodyFor(path: string, { services }: Told['town']): unknown {
  const bodies: Record<string, unknown> = {
    aannames: {},
    afwijzingen: { reden: 'ander-gebied' },
    gesprekken: { op: '2026-03-02T11:00:00Z' },
    doorgaven: { dienstId: services['mediation'] },
    overnames: {},
    'eerste-contacten': {},
    vragen: { tekst: 'Hallo?' },
    notities: { tekst: 'Notitie' },
    afsluitingen: { uitkomst: 'spam' },
    deeluitkomsten: { uitkomst: 'deel-gedaan', bericht: 'Klaar' },
    heropeningen: {},
  };
  const part = path.split('/').at(-1) ?? '';
  if (!(part in bodies)) throw new Error(`expected to know what to post to ${path}`);
  return bodies[part];
}
