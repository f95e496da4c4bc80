import { index, route, type RouteConfig } from '@react-router/dev/routes';

/**
 * Every page and its address. A room keeps its pages itself (`src/<room>/ui/<page>.tsx`); here they get their address.
 * Paths are Dutch, because people read them.
 */
export default [
  index('home/chooser.tsx'),
  route(':gemeente', 'municipality.tsx', [
    index('home/town.tsx'),
    route('melden', '../reports/ui/report-form.tsx'),
    route('melden/ontvangen', '../handovers/ui/reporter-received.tsx'),
    route('volgen', '../reports/ui/follow.tsx'),
    route('volgen/melding', '../handovers/ui/reporter-page.tsx'),
    route('inloggen', '../people/ui/log-in.tsx'),
    route('uitloggen', '../people/ui/log-out.tsx'),
    route('werk', '../handovers/ui/work-list.tsx'),
    route('werk/:nummer', '../handovers/ui/report.tsx'),
    route('overzicht', '../handovers/ui/overview.tsx'),
    route('logboek', '../handovers/ui/access-log.tsx'),
    route('beslistabellen', '../triage/ui/sets.tsx'),
    route('beslistabellen/uitnodiging', '../triage/ui/invitation.tsx'),
    route('beslistabellen/uitnodiging/:set', '../triage/ui/guest-set.tsx'),
    route('beslistabellen/:versie', '../triage/ui/set.tsx'),
    route('beslistabellen/:versie/proberen', '../triage/ui/trial.tsx'),
    route('beslistabellen/:versie/vergelijken', '../triage/ui/replay.tsx'),
    route('beslistabellen/:versie/inlezen', '../triage/ui/import.tsx'),
    route('beslistabellen/:versie/:stap', '../triage/ui/table.tsx'),
    route('beslistabellen/:versie/:stap/bestand', '../triage/ui/table-file.tsx'),
    route('beslistabellen/:versie/:stap/:regel', '../triage/ui/rule.tsx'),
    route('*', 'not-found.tsx', { id: 'not-found-in-town' }),
  ]),
  route('*', 'not-found.tsx'),
] satisfies RouteConfig;
