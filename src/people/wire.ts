import { z } from 'zod';
import { DutyHours, Role, type ClientActor, type Scope, type Service } from './model.ts';

/** What the pages about users get to see. Nothing leaves a loader that these schemas do not name. */
const ManagedUserView = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  partyId: z.string(),
  partyName: z.string(),
  active: z.boolean(),
  lastLoginAt: z.date().optional(),
  roles: z.array(Role),
  serviceIds: z.array(z.string()),
});
export type ManagedUserView = z.infer<typeof ManagedUserView>;

const Choice = z.object({ id: z.string(), name: z.string() });
const ServiceChoice = Choice.extend({ partyId: z.string() });

export const UsersView = z.object({
  users: z.array(ManagedUserView),
  parties: z.array(Choice),
  services: z.array(ServiceChoice),
});
export type UsersView = z.infer<typeof UsersView>;

export const UserView = UsersView.extend({
  user: ManagedUserView,
  isSelf: z.boolean(),
  hasSecondFactor: z.boolean(),
  posts: z.object({ coordinator: z.boolean(), manager: z.boolean(), leads: z.array(Choice) }),
});
export type UserView = z.infer<typeof UserView>;

export const AccountView = z.object({
  name: z.string(),
  login: z.string(),
  partyName: z.string(),
  roles: z.array(Role),
  hasPassword: z.boolean(),
  isDemo: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.number(),
  providers: z.array(z.object({ slug: z.string(), name: z.string(), isLinked: z.boolean() })),
  sessions: z.array(
    z.object({
      id: z.string(),
      createdAt: z.date(),
      seenAt: z.date(),
      providerName: z.string().optional(),
      isThis: z.boolean(),
    }),
  ),
});
export type AccountView = z.infer<typeof AccountView>;

/** When somebody is on duty from now on, and since when a calendar program may fetch that. */
export const OwnDutyView = z.object({
  duties: z.array(z.object({ serviceName: z.string(), startsAt: z.date(), endsAt: z.date() })),
  calendarSince: z.date().optional(),
});
export type OwnDutyView = z.infer<typeof OwnDutyView>;

/** The roster of one service from now on, for who fills it in. */
const NamedView = z.object({ id: z.string(), name: z.string() });

export const AbsencePageView = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      userName: z.string(),
      /** Absent where nobody stands in. */
      standInName: z.string().optional(),
      startsAt: z.date(),
      endsAt: z.date(),
      mayChange: z.boolean(),
      isMine: z.boolean(),
      isStandIn: z.boolean(),
    }),
  ),
  people: z.array(NamedView),
  person: NamedView,
  standIns: z.array(NamedView),
  /** The person who looks. */
  userId: z.string(),
  now: z.date(),
});
export type AbsencePageView = z.infer<typeof AbsencePageView>;

export const RosterPageView = z.object({
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  service: z.object({ id: z.string(), name: z.string(), hours: DutyHours }).optional(),
  /** The hours of an ordinary week, as a form shows them; empty for a day on which it is closed. */
  week: z.array(z.object({ weekday: z.number(), hours: z.string() })),
  members: z.array(z.object({ id: z.string(), name: z.string() })),
  duties: z.array(z.object({ userName: z.string(), startsAt: z.date(), endsAt: z.date() })),
  more: z.number(),
  otherDays: z.array(
    z.object({
      date: z.string(),
      parts: z.array(z.object({ fromMinute: z.number(), untilMinute: z.number() })),
    }),
  ),
});
export type RosterPageView = z.infer<typeof RosterPageView>;

/** What each right of a client means, for who reads the document of the API. */
export const SCOPE_TEXTS = {
  'meldingen:maken': 'Meldingen maken, zoals op het formulier.',
  'meldingen:lezen':
    'Uittreksels zien van meldingen die bij de eigen diensten liggen of aan hen zijn aangeboden.',
  'meldingen:alle': 'Uittreksels zien van alle meldingen van de gemeente.',
  'meldingen:inhoud':
    'De woorden lezen, namens een medewerker die dat mag. Alleen samen met meldingen:behandelen.',
  'meldingen:behandelen': 'Aannemen, afwijzen, behandelen en afsluiten, namens een medewerker die dat mag.',
  open311: 'Meldingen over de openbare ruimte maken via Open311.',
} satisfies Record<Scope, string>;

export const DienstList = z
  .object({
    diensten: z.array(
      z
        .object({
          id: z.uuid(),
          naam: z.string(),
          publieksnaam: z.string().meta({ description: 'Zoals een bewoner de dienst leest.' }),
          eigen: z.boolean().meta({ description: 'Of deze client voor de dienst mag handelen.' }),
        })
        .meta({ id: 'Dienst' }),
    ),
  })
  .meta({ id: 'Diensten' });

export function presentServices(
  services: readonly Service[],
  client: Pick<ClientActor, 'serviceIds'>,
): z.input<typeof DienstList> {
  return {
    diensten: services.map(({ id, name, publicName }) => ({
      id,
      naam: name,
      publieksnaam: publicName,
      eigen: client.serviceIds.includes(id),
    })),
  };
}
