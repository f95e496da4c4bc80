import { data, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { optional, parseForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { requirePermission } from '../../people/index.ts';
import { accessLogPage } from '../index.ts';
import { AccessLogView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';

const NUMBER = /^[1-9]\d{0,14}$/;

/** The question in the address: of which report, by whom, and older than which line. */
const Question = z.object({
  nummer: optional(z.string().trim().regex(NUMBER, 'report-number-unknown').transform(Number)),
  persoon: optional(z.uuid()),
  voor: optional(z.uuid()),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const arrival = { request, slug: municipality.slug };
  valueOf(requirePermission(actor, 'accesslog.read'), arrival);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const question = parseForm(Question, asked);
  const { nummer, persoon, voor } = question.ok ? question.value : {};
  const found = question.ok
    ? await accessLogPage(db, actor, { reportNumber: nummer, userId: persoon, before: voor })
    : question;
  const typed = { number: asked['nummer'] ?? '', person: persoon ?? '' };
  if (!found.ok) return data({ view: undefined, ...typed, refusals: found.refusals }, { status: 400 });
  return data({ view: AccessLogView.parse(found.value), ...typed, refusals: [] });
}
