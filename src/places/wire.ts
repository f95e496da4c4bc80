import { globePoint, polygonsOf, type Position } from '@wijkverbond/core/spatial';
import { z } from 'zod';
import { text } from '../kit/edge.ts';
import type { Address, Complex, Neighbourhood, Rings } from './model.ts';

export const ADDRESSES_MAX = 25;

const Buurt = z
  .object({
    code: z.string().meta({ description: 'De code van het CBS.', example: 'BU99990001' }),
    naam: z.string(),
  })
  .meta({ id: 'Buurt' });

export const BuurtList = z.object({ buurten: z.array(Buurt) }).meta({ id: 'Buurten' });

const GeoPosition = z.array(z.number()).length(2);

/** GeoJSON (RFC 7946), in degrees; without a shape when the boundary lies outside what RD New covers. */
export const BuurtFeatures = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.string(),
        properties: Buurt,
        geometry: z
          .object({
            type: z.literal('MultiPolygon'),
            coordinates: z.array(z.array(z.array(GeoPosition).min(4)).min(1)),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'BuurtenGeoJson' });

export const AddressQuery = z.strictObject({
  zoek: text(100).min(2).meta({
    description: 'Het begin van een straat met of zonder nummer, of van een postcode.',
    example: 'Ankerstraat 1',
  }),
});

export const AdresList = z
  .object({
    adressen: z
      .array(
        z
          .object({
            id: z.uuid(),
            straat: z.string(),
            huisnummer: z.string(),
            postcode: z.string(),
            complexId: z.uuid().optional().meta({ description: 'Van het complex waarin het ligt.' }),
          })
          .meta({ id: 'Adres' }),
      )
      .max(ADDRESSES_MAX),
  })
  .meta({ id: 'Adressen' });

export const ComplexList = z
  .object({
    complexen: z.array(
      z
        .object({
          id: z.uuid(),
          naam: z.string(),
          nummer: z.string().optional().meta({ description: 'Waaronder de beheerder het kent.' }),
          buurt: Buurt.optional(),
        })
        .meta({ id: 'Complex' }),
    ),
  })
  .meta({ id: 'Complexen' });

export function presentComplexes(
  complexes: readonly Complex[],
  neighbourhoods: readonly Neighbourhood[],
): z.input<typeof ComplexList> {
  const places = new Map(neighbourhoods.map(({ id, code, name }) => [id, { code, naam: name }]));
  return {
    complexen: complexes.map(({ id, name, code, neighbourhoodId }) => ({
      id,
      naam: name,
      nummer: code,
      buurt: places.get(neighbourhoodId),
    })),
  };
}

interface Bounded {
  readonly code: string;
  readonly name: string;
  readonly rings: Rings;
}

export function presentNeighbourhoods(neighbourhoods: readonly Bounded[]): z.input<typeof BuurtList> {
  return { buurten: neighbourhoods.map(({ code, name }) => ({ code, naam: name })) };
}

export function presentFeatures(neighbourhoods: readonly Bounded[]): z.input<typeof BuurtFeatures> {
  return {
    type: 'FeatureCollection',
    features: neighbourhoods.map(({ code, name, rings }) => ({
      type: 'Feature',
      id: code,
      properties: { code, naam: name },
      geometry: shapeOf(code, rings),
    })),
  };
}

function shapeOf(id: string, rings: Rings) {
  const polygons = polygonsOf({ id, rings });
  const coordinates = polygons.map((polygon) => polygon.map((ring) => ring.flatMap(inDegrees)));
  const isWhole = coordinates.flat().every((ring, at) => ring.length === polygons.flat()[at]?.length);
  return isWhole ? { type: 'MultiPolygon' as const, coordinates } : null;
}

/** Seven digits: a centimetre, finer than the conversion. */
function inDegrees([xM, yM]: Position): [number, number][] {
  const point = globePoint({ xM, yM });
  return point ? [[rounded(point.lonDeg), rounded(point.latDeg)]] : [];
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

export function presentAddresses(addresses: readonly Address[]): z.input<typeof AdresList> {
  return {
    adressen: addresses.map(({ id, street, houseNumber, postcode, complexId }) => ({
      id,
      straat: street,
      huisnummer: houseNumber,
      postcode,
      complexId,
    })),
  };
}
