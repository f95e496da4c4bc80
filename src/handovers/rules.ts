import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Permission } from '../people/model.ts';
import type { ReportOutcome, ReportStatus } from '../reports/model.ts';
import type { Command, Handling, HandoverStatus, HandoverStep, HandoverEvent, Proposal } from './model.ts';
import { possibleOfPart } from './part-rules.ts';
import { awaitsTalk } from './answer-rules.ts';

/** What can be done with a report that somebody has in hand. */
const IN_HAND = [
  'hand-on',
  'decide-otherwise',
  'take-over',
  'give',
  'contacted',
  'ask',
  'note',
  'call',
  'close',
  'join',
  'split',
  'take-part-back',
  'drop-part',
  'ask-outside',
  'renew-outside',
  'withdraw-outside',
] as const satisfies readonly Command[];

/** The workflow: what can be done with a report in each of its states. */
const POSSIBLE = {
  'with-coordinator': ['danger-checked', ...IN_HAND],
  offered: ['accept', 'decline', 'decide-otherwise', 'take-over', 'note', 'call', 'join', 'withdraw-outside'],
  accepted: ['spoken', ...IN_HAND],
  joined: ['note', 'part'],
  closed: ['reopen'],
} satisfies Record<ReportStatus, readonly Command[]>;

/** What has to wait until somebody found out whether there is danger. */
const AFTER_DANGER_CHECK: readonly Command[] = [
  'hand-on',
  'contacted',
  'ask',
  'close',
  'join',
  'split',
  'ask-outside',
];

/** Where an offer goes that nobody took: the first of these that exists. The coordinator always does, and cannot decline. */
const ROUTES = {
  'first-service': {
    declined: ['second-service', 'coordinator'],
    lapsed: ['second-service', 'team-lead', 'coordinator'],
  },
  'second-service': { declined: ['coordinator'], lapsed: ['team-lead', 'coordinator'] },
  'handed-on': { declined: ['coordinator'], lapsed: ['team-lead', 'coordinator'] },
  'team-lead': { declined: ['coordinator'], lapsed: ['coordinator'] },
  // a part has a road of its own: back to who has the whole, or here when nobody has
  part: { declined: ['coordinator'], lapsed: ['coordinator'] },
} satisfies Record<HandoverStep, Record<'declined' | 'lapsed', readonly Destination[]>>;

export type Destination = 'second-service' | 'team-lead' | 'coordinator';

/** Who asks, as far as the rules care. */
export interface Person {
  readonly userId: string;
  readonly serviceIds: readonly string[];
  /** The services of the party that the person leads; empty for who leads none. */
  readonly teamServiceIds: readonly string[];
  /** Colleagues who are away, for whom the person stands in; left out: nobody. */
  readonly standsInFor?: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
}

/** Where a report goes after an offer that was declined or lapsed. */
export function routeAfter(
  step: HandoverStep,
  how: 'declined' | 'lapsed',
  available: { readonly secondService: boolean; readonly teamLead: boolean },
): Destination {
  const exists = {
    'second-service': available.secondService,
    'team-lead': available.teamLead,
    coordinator: true,
  };
  const routes: readonly Destination[] = ROUTES[step][how];
  return routes.find((destination) => exists[destination]) ?? 'coordinator';
}

/** Whether the person has anything to do with this report: without that it does not exist for them. */
export function maySee(person: Person, { report, offer }: Pick<Handling, 'report' | 'offer'>): boolean {
  if (person.permissions.has('coordination.act')) return true;
  if (!person.permissions.has('worklist.read')) return false;
  return (
    report.ownerId === person.userId ||
    isInOwningService(person, report) ||
    isAsked(person, offer) ||
    isWithTeam(person, { report, offer })
  );
}

/** Whether it is on this person's own plate: owned, asked, or with the team that the person leads. */
export function isNear(person: Person, { report, offer }: Pick<Handling, 'report' | 'offer'>): boolean {
  return report.ownerId === person.userId || isAsked(person, offer) || isWithTeam(person, { report, offer });
}

/** The words open after acceptance only: to the owner, the owning service and the coordinator. */
export function mayReadWords(person: Person, { report }: Pick<Handling, 'report'>): boolean {
  if (person.permissions.has('coordination.act')) return true;
  return (
    person.permissions.has('report.handle') &&
    (report.ownerId === person.userId || isInOwningService(person, report))
  );
}

function isInOwningService(person: Person, report: Handling['report']): boolean {
  return report.ownerServiceId !== null && person.serviceIds.includes(report.ownerServiceId);
}

function leadsOwningService(person: Person, report: Handling['report']): boolean {
  return report.ownerServiceId !== null && person.teamServiceIds.includes(report.ownerServiceId);
}

/** A team lead sees what the party has in hand and what it is asked: the one who is told when it is late. */
function isWithTeam(person: Person, { report, offer }: Pick<Handling, 'report' | 'offer'>): boolean {
  return (
    leadsOwningService(person, report) ||
    (offer !== undefined && person.teamServiceIds.includes(offer.serviceId))
  );
}

/** A team lead's offer is for that person alone, or who stands in; a service's offer for all who work in it. */
function isAsked(person: Person, offer: Handling['offer']): boolean {
  if (!offer) return false;
  const { teamLeadId } = offer;
  if (teamLeadId === null) return person.serviceIds.includes(offer.serviceId);
  return teamLeadId === person.userId || (person.standsInFor ?? []).includes(teamLeadId);
}

/** May this person do this now? The refusal says why not. */
export function permit(person: Person, handling: Handling, command: Command): Outcome<true> {
  if (!maySee(person, handling)) return refuse('report-unknown');
  if (!person.permissions.has('report.handle')) return refuse('not-allowed');
  if (!possibleFor(handling.report).includes(command))
    return refuseImpossible(handling.report.status, command);
  if (!isEntitled(person, handling, command)) return refuse('not-your-turn');
  if (command === 'spoken' && !awaitsTalk(handling)) return refuse('not-possible-now');
  const isUnchecked = handling.report.nextStep === 'check-danger';
  if (isUnchecked && AFTER_DANGER_CHECK.includes(command)) return refuse('danger-unchecked');
  return !isUnchecked && command === 'danger-checked' ? refuse('not-possible-now') : ok(true);
}

function possibleFor(report: Handling['report']): readonly Command[] {
  return report.part === null ? POSSIBLE[report.status] : possibleOfPart(report);
}

function refuseImpossible(status: ReportStatus, command: Command): Outcome<never> {
  if (command === 'decline' && status === 'with-coordinator') return refuse('coordinator-cannot-decline');
  if (command === 'accept' || command === 'decline') return refuse('offer-already-answered');
  if (status === 'joined') return refuse('report-goes-along');
  return status === 'closed' ? refuse('report-closed') : refuse('not-possible-now');
}

function isEntitled(person: Person, { report, offer }: Handling, command: Command): boolean {
  const isOwner = report.ownerId === person.userId;
  switch (command) {
    case 'accept':
    case 'decline':
      return isAsked(person, offer);
    case 'take-over':
      return (
        person.permissions.has('coordination.act') ||
        (report.status === 'accepted' &&
          !isOwner &&
          (isInOwningService(person, report) || leadsOwningService(person, report)))
      );
    // who leads the party shares out its work
    case 'give':
      return isOwner || leadsOwningService(person, report);
    case 'reopen':
    case 'join':
    case 'part':
    case 'decide-otherwise':
    case 'take-part-back':
    case 'drop-part':
    case 'withdraw-outside':
      return isOwner || person.permissions.has('coordination.act');
    default:
      return isOwner;
  }
}

/** The words to tell at the end. About a person there are none, and of what was no report there need not be. */
export function judgeMessage(told: {
  readonly message: string;
  readonly outcome: ReportOutcome;
  readonly aboutPerson: boolean;
}): Outcome<string> {
  const message = told.message.trim();
  if (message && told.aboutPerson) return refuse('message-about-person', { pointer: 'message' });
  return message || told.aboutPerson || told.outcome === 'spam'
    ? ok(message)
    : refuse('message-missing', { pointer: 'message' });
}

/** The words to tell at the end, with what goes along: each of its reporters is answered, and no report is thrown away unseen. */
export function judgeEnd(outcome: ReportOutcome, followers: number): Outcome<true> {
  return followers > 0 && outcome === 'spam'
    ? refuse('followers-unanswered', { pointer: 'outcome' })
    : ok(true);
}

/** What the person can do now, for the buttons on the page. */
export function commandsFor(person: Person, handling: Handling): Command[] {
  return possibleFor(handling.report).filter((command) => permit(person, handling, command).ok);
}

/** What the clock does with a report whose deadline passed. */
export type Lapse =
  | { readonly kind: 'offer-lapsed' }
  | { readonly kind: 'try-second-service' }
  | { readonly kind: 'coordinator-late' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'outside-silent' }
  | { readonly kind: 'owner-late' }
  | { readonly kind: 'back-to-coordinator' }
  | { readonly kind: 'nothing' };

/** An owner gets one reminder, through the team lead; a second deadline missed brings the report back to the coordinator. */
export function decideLapse({ report, handovers }: Handling, now: Date): Lapse {
  if (report.status === 'closed' || report.deadline === null || report.deadline > now)
    return { kind: 'nothing' };
  // the clock of its leading report goes for both
  if (report.status === 'joined') return { kind: 'nothing' };
  if (report.status === 'offered') return { kind: 'offer-lapsed' };
  if (report.nextStep === 'await-answer') return { kind: 'unanswered' };
  if (report.nextStep === 'await-outside') return { kind: 'outside-silent' };
  if (report.status === 'accepted')
    return { kind: report.overdueCount === 0 ? 'owner-late' : 'back-to-coordinator' };
  return {
    kind: handovers.length === 0 && report.nextStep === 'decide' ? 'try-second-service' : 'coordinator-late',
  };
}

export interface FoldedHandover {
  readonly status: HandoverStatus;
  readonly serviceId: string;
  readonly teamLeadId: string | null;
  readonly deadline: string;
  readonly answeredBy: string | null;
  readonly reason: string | null;
  readonly warmth: string | null;
  /** With whom and when, in one line. */
  readonly talk: string | null;
  readonly proposal: string | null;
}

export function evolve(state: FoldedHandover | undefined, event: HandoverEvent): FoldedHandover | undefined {
  if (event.kind === 'offered') {
    const { serviceId, teamLeadId, deadline } = event.data;
    const unanswered = { answeredBy: null, reason: null, warmth: null, talk: null, proposal: null };
    return { status: 'offered', serviceId, teamLeadId, deadline, ...unanswered };
  }
  if (!state) return undefined;
  if (event.kind === 'spoken') return { ...state, warmth: 'spoken', talk: talkLine(event.data.talk) };
  const told = { ...state, status: event.kind };
  switch (event.kind) {
    case 'accepted': {
      const { userId, warmth = null, talk } = event.data;
      return { ...told, answeredBy: userId, warmth, talk: talk ? talkLine(talk) : null };
    }
    case 'declined': {
      const { userId, reason, proposal } = event.data;
      return { ...told, answeredBy: userId, reason, proposal: proposal ? proposalLine(proposal) : null };
    }
    default:
      return told;
  }
}

export function talkLine({ userId, at }: { readonly userId: string; readonly at: string }): string {
  return `${userId} ${at}`;
}

export function proposalLine(proposal: Proposal): string {
  return 'serviceId' in proposal ? proposal.serviceId : proposal.desk;
}
