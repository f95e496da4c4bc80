import { z } from 'zod';
import type { FormState } from '../../kit/web/responses.ts';
import type { AskedQuestion, KnownReport, PublicReport } from '../model.ts';

/** The two sizes in which the map stands on the page; which of them is shown, the width of the screen says. */
export const MAP_SIZES = {
  narrow: { widthPx: 300, heightPx: 300 },
  wide: { widthPx: 640, heightPx: 480 },
} as const;

export type MapSize = keyof typeof MAP_SIZES;

/** What the step with the map shows. */
export interface MapStep {
  /** `x,y,width` in metres: goes along, so that the next tap knows where it was. */
  readonly look: string;
  readonly accuracyM: number | undefined;
  readonly gps: string;
  /** The neighbourhood in the middle of the map; undefined outside the town. */
  readonly name: string | undefined;
  /** Somebody chose a place outside the town. */
  readonly isOutside: boolean;
}

/** A report near the place, as the form shows it. */
export type ThereReport = Omit<PublicReport, 'id'>;

/** What the public form shows after a post that was not the last: itself again, the map, or further questions. */
export interface ReportFormState extends FormState {
  /** The addresses that may be meant by what was typed. */
  readonly options?: readonly string[] | undefined;
  /** Where the chosen point lies. */
  readonly spotName?: string | undefined;
  /** Where the address lies that was typed, as `x,y`. */
  readonly at?: string | undefined;
  /** What is known in the neighbourhood of the place; for who works here. Undefined when nobody asked. */
  readonly nearby?: readonly KnownReport[];
  readonly map?: MapStep;
  readonly questions?: readonly AskedQuestion[];
  /** Set when the form was saved for later. */
  readonly saved?: { readonly code: string; readonly until: Date };
  /** What is reported already near the place. */
  readonly there?: readonly ThereReport[];
}

/** What a button of the form can ask for instead of sending it. */
export const Step = z.enum([
  'map',
  'map-left',
  'map-right',
  'map-up',
  'map-down',
  'map-in',
  'map-out',
  'place-here',
  'no-place',
  'back',
]);
export type Step = z.infer<typeof Step>;
