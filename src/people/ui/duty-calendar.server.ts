import ical, { ICalCalendarMethod } from 'ical-generator';
import type { LoaderFunctionArgs } from 'react-router';
import { allowsDemo } from '../../kit/config.ts';
import { townOf } from '../../kit/web/context.ts';
import { dutyCalendar } from '../index.ts';

const REFRESH_SECONDS = 4 * 3600;

/** When somebody is on duty, for a calendar program (RFC 5545). It changes nothing, and holds services and times alone. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, municipality, services, tIn } = townOf(context);
  const [, token = ''] = /^([0-9a-f]+)\.ics$/.exec(params['bestand'] ?? '') ?? [];
  const demoAllowed = allowsDemo(services.config);
  const found = await dutyCalendar(db, municipality.id, { token, demoAllowed });
  if (!found) throw new Response(null, { status: 404 });
  const t = tIn(found.language);
  const calendar = ical({
    name: t('duty.calendar-name', { town: municipality.name }),
    prodId: { company: 'Wijkverbond', product: 'rooster', language: found.language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const { serviceId, serviceName, startsAt, endsAt } of found.duties)
    calendar.createEvent({
      id: `${serviceId}.${startsAt.getTime()}@${municipality.slug}.wijkverbond`,
      stamp: found.madeAt,
      start: startsAt,
      end: endsAt,
      summary: t('duty.event', { service: serviceName }),
    });
  return new Response(calendar.toString(), {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-store' },
  });
}
