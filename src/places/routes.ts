import type { Api } from '../kit/api/operation.ts';
import { ok } from '../kit/outcome.ts';
import { addressBook, complexBook, findAddresses, neighbourhoodBook } from './index.ts';
import {
  ADDRESSES_MAX,
  AddressQuery,
  AdresList,
  BuurtFeatures,
  BuurtList,
  ComplexList,
  presentAddresses,
  presentComplexes,
  presentFeatures,
  presentNeighbourhoods,
} from './wire.ts';

const GEOJSON = 'application/geo+json';
const CRS84 = '<http://www.opengis.net/def/crs/OGC/1.3/CRS84>';

/** Names, boundaries, complexes and addresses: public knowledge, open to everybody. */
export function placesRoutes<Caller>(api: Api<Caller>): void {
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/buurten',
      id: 'getBuurten',
      tag: 'Plaatsen',
      summary: 'De buurten van de gemeente, als lijst of als kaart',
      description:
        'Met `Accept: application/geo+json` komen de grenzen mee, in graden (WGS 84, lengte voor breedte).',
      access: 'public',
      input: {},
      answer: {
        status: 200,
        description: 'Alle buurten.',
        media: { 'application/json': BuurtList, [GEOJSON]: BuurtFeatures },
      },
    },
    async (_input, { db, municipality, media }) => {
      const book = await neighbourhoodBook(db, municipality.id);
      if (media !== GEOJSON) return ok({ body: presentNeighbourhoods(book) });
      return ok({ body: presentFeatures(book), headers: { 'content-crs': CRS84 } });
    },
  );
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/adressen',
      id: 'getAdressen',
      tag: 'Plaatsen',
      summary: 'Adressen zoeken',
      description: `Hoogstens ${ADDRESSES_MAX}: wie meer krijgt, zoekt verder door meer te typen.`,
      access: 'public',
      input: { query: AddressQuery },
      answer: {
        status: 200,
        description: 'De adressen die passen.',
        media: { 'application/json': AdresList },
      },
    },
    async ({ query }, { db, municipality }) => {
      const book = await addressBook(db, municipality.id);
      return ok({ body: presentAddresses(findAddresses(book, query.zoek, ADDRESSES_MAX)) });
    },
  );
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/complexen',
      id: 'getComplexen',
      tag: 'Plaatsen',
      summary: 'De wooncomplexen van de gemeente',
      description: 'Een complex is een plek: er staat niet bij wie er woont of wat er is gemeld.',
      access: 'public',
      input: {},
      answer: {
        status: 200,
        description: 'Alle complexen.',
        media: { 'application/json': ComplexList },
      },
    },
    async (_input, { db, municipality }) => {
      const complexes = await complexBook(db, municipality.id);
      return ok({ body: presentComplexes(complexes, await neighbourhoodBook(db, municipality.id)) });
    },
  );
}
