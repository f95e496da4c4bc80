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
    route('privacy', '../rights/ui/privacy.tsx'),
    route('volgen/melding/inzage', '../rights/ui/reporter-export.tsx'),
    route('volgen/melding/inzage.json', '../rights/ui/reporter-export-file.tsx'),
    route('rechten', '../rights/ui/rights.tsx'),
    route('rechten/:verzoek', '../rights/ui/request.tsx'),
    route('rechten/:verzoek/inzage', '../rights/ui/request-export.tsx'),
    route('rechten/:verzoek/inzage.json', '../rights/ui/request-export-file.tsx'),
    route('vernietiging', '../rights/ui/destruction.tsx'),
    route('verwerkingen', '../rights/ui/documents.tsx'),
    route('verwerkingen/:tekst', '../rights/ui/document-file.tsx'),
    route('*', 'not-found.tsx', { id: 'not-found-in-town' }),
  ]),
  route('*', 'not-found.tsx'),
] satisfies RouteConfig;
