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
    route('volgen/melding/fotos', '../handovers/ui/reporter-photos.tsx'),
    route('volgen/melding/fotos/:foto', '../handovers/ui/photo.tsx', { id: 'reporter-photo' }),
    route('volgen/melding/fotos/:foto/voorbeeld', '../handovers/ui/photo.tsx', { id: 'reporter-preview' }),
    route('inloggen', '../people/ui/log-in.tsx'),
    route('inloggen/tweede-stap', '../people/ui/second-step.tsx'),
    route('inloggen/verlopen', '../people/ui/ended.tsx'),
    route('inloggen/:aanbieder', '../people/ui/provider-start.tsx'),
    route('inloggen/:aanbieder/terug', '../people/ui/provider-back.tsx'),
    route('inloggen/:aanbieder/uit', '../people/ui/provider-out.tsx'),
    route('inloggen/:aanbieder/afmelden', '../people/ui/provider-tells.tsx'),
    route('wachtwoord/:code', '../people/ui/set-password.tsx'),
    route('account', '../people/ui/account.tsx'),
    route('gebruikers', '../people/ui/users.tsx'),
    route('gebruikers/nieuw', '../people/ui/new-user.tsx'),
    route('gebruikers/:gebruiker', '../people/ui/user.tsx'),
    route('uitloggen', '../people/ui/log-out.tsx'),
    route('werk', '../handovers/ui/work-list.tsx'),
    route('werk/:nummer', '../handovers/ui/report.tsx'),
    route('werk/:nummer/fotos', '../handovers/ui/photos.tsx'),
    route('werk/:nummer/fotos/:foto', '../handovers/ui/photo.tsx', { id: 'photo' }),
    route('werk/:nummer/fotos/:foto/voorbeeld', '../handovers/ui/photo.tsx', { id: 'preview' }),
    route('overzicht', '../handovers/ui/overview.tsx'),
    route('toegankelijkheid', 'accessibility.tsx'),
    route('logboek', '../handovers/ui/access-log.tsx'),
    route('*', 'not-found.tsx', { id: 'not-found-in-town' }),
  ]),
  route('*', 'not-found.tsx'),
] satisfies RouteConfig;
