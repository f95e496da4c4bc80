import { z } from 'zod';
import type { ClientActor, Scope, Service } from './model.ts';

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
