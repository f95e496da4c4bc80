import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { ownAccount } from '../../people/index.ts';
import { addDevice, ownDevices, pushSettings, removeDevice, testDevice } from '../index.ts';
import { DevicesView } from '../wire.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  const found = await ownDevices(db, actor, services.config.SECRETS_KEY);
  const view = DevicesView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  const done = new URL(request.url).searchParams.get('gedaan');
  const vapid = pushSettings(services.config)?.vapid.publicKey;
  return data({ view, vapid, done: DONE.find((each) => each === done) });
}

const DONE = ['aan', 'weg', 'proef'] as const;

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality, services, language } = townOf(context);
  valueOrPage(ownAccount(actor), { request, slug: municipality.slug, absent: [] });
  const form = await readForm(request);
  const back = (done: (typeof DONE)[number]) =>
    seeOther(`/${municipality.slug}/account/apparaten?gedaan=${done}`);
  const device = typeof form['device'] === 'string' ? form['device'] : '';
  if (form['intent'] === 'remove') {
    const removed = await removeDevice(db, actor, device);
    return removed.ok ? back('weg') : showAgain(form, removed.refusals);
  }
  const push = pushSettings(services.config);
  const key = services.config.SECRETS_KEY;
  if (!push || key === undefined) throw notFound();
  if (form['intent'] === 'test') {
    const tested = await testDevice(db, actor, device);
    return tested.ok ? back('proef') : showAgain(form, tested.refusals);
  }
  const agent = request.headers.get('user-agent') ?? '';
  const added = await addDevice(db, actor, { key, push, given: form, agent, language });
  return added.ok ? back('aan') : showAgain(form, added.refusals, { forget: ['endpoint', 'p256dh', 'auth'] });
}
