import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { acceptInvitation, guestSets } from '../index.ts';
import { GuestSets } from '../wire.ts';
import { goOn, readDone } from './done.server.ts';
import { askingOf, leaveFor, valueOf } from './entrance.server.ts';

const CodeForm = z.object({ code: line(100).min(1) });

/** The proposals of other municipalities that this person may judge. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = await guestSets(askingOf(town));
  const sets = GuestSets.parse(valueOf(found, { request, slug: town.municipality.slug }));
  const { done, headers } = readDone(request, town);
  return data({ sets, done }, { headers });
}

/** The code is posted, never part of an address. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { municipality, services, address } = town;
  const form = await readForm(request);
  const read = parseForm(CodeForm, form);
  const attempt = { address, triesPerHour: services.config.CODE_TRIES_PER_HOUR };
  const taken = read.ok
    ? await acceptInvitation(askingOf(town), { typed: read.value.code, ...attempt })
    : read;
  if (taken.ok) return goOn(`/${municipality.slug}/beslistabellen/uitnodiging/${taken.value}`, 'taken', town);
  leaveFor(taken, { request, slug: municipality.slug });
  return showAgain(form, taken.refusals);
}
