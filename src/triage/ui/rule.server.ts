import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { firstOf, readForm, type Form } from '../../kit/form.ts';
import { randomToken } from '../../kit/ids.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { forbidden, notFound, showAgain } from '../../kit/web/responses.ts';
import { addRule, deleteRule, readTable, saveRule, type TypedRule } from '../index.ts';
import type { Step } from '../model.ts';
import { TableView } from '../wire.ts';
import { goOn, type Done } from './done.server.ts';
import { askingOf, numberIn, leaveFor, pathOf, stepIn, valueOf } from './entrance.server.ts';

/** The name in the address of a rule that is not there yet. */
const NEW = 'nieuw';
const RULE_ID = /^[A-Za-z_][\w.-]{0,99}$/;

/** One rule of a draft as a form; `?na=` names the rule behind which a new one comes. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const step = stepIn(params['stap']);
  const found = await readTable(askingOf(town), numberIn(params['versie']), step);
  const view = TableView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  if (!view.mayEdit) throw forbidden();
  const at = view.rules.findIndex(({ id }) => id === params['regel']);
  const isNew = params['regel'] === NEW;
  if (at < 0 && !isNew) throw notFound();
  const after = new URL(request.url).searchParams.get('na') ?? view.rules.at(-1)?.id ?? '';
  return { view, number: at + 1, rule: view.rules[at], newId: `${step}-${randomToken(4)}`, after };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const place = { which: numberIn(params['versie']), step: stepIn(params['stap']) };
  const form = await readForm(request);
  const ruleId = params['regel'] === NEW ? firstOf(form['ruleId']) : (params['regel'] ?? '');
  if (!RULE_ID.test(ruleId) || ruleId === NEW) throw notFound();
  const done = await perform(town, { ...place, ruleId }, form);
  const { slug } = town.municipality;
  const table = pathOf(slug, place.which, `/${place.step}`);
  if (done.ok) return goOn(done.value === 'deleted' ? table : `${table}#regel-${ruleId}`, done.value, town);
  leaveFor(done, { request, slug });
  return showAgain(form, done.refusals);
}

interface Place {
  readonly which: number;
  readonly step: Step;
  readonly ruleId: string;
}

async function perform(town: TownContext, place: Place, form: Form): Promise<Outcome<Done>> {
  const asking = askingOf(town);
  switch (form['intent']) {
    case 'save':
      return saveRule(asking, { ...place, seen: firstOf(form['seen']), typed: typedRule(form) });
    case 'add': {
      const after = firstOf(form['after']) || undefined;
      return addRule(asking, { ...place, after, typed: typedRule(form) });
    }
    case 'delete': {
      const gone = await deleteRule(asking, { ...place, revision: Number(firstOf(form['revision'])) });
      return gone.ok ? { ok: true, value: 'deleted' } : gone;
    }
    default:
      return refuse('field-invalid');
  }
}

function typedRule(form: Form): TypedRule {
  const when: Record<string, string[]> = {};
  const gives: Record<string, string> = {};
  for (const [name, value] of Object.entries(form)) {
    if (name.startsWith('when-')) when[name.slice('when-'.length)] = [value].flat();
    if (name.startsWith('gives-')) gives[name.slice('gives-'.length)] = firstOf(value);
  }
  return { when, gives, words: { nl: firstOf(form['nl']).trim(), en: firstOf(form['en']).trim() } };
}
