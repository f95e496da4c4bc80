import { notFound } from '../../kit/web/responses.ts';

export const NUMBER = /^[1-9]\d{0,14}$/;

/** The number of a report in an address; what is no number is no report. */
export function numberIn(text: string | undefined): number {
  if (!text || !NUMBER.test(text)) throw notFound();
  return Number(text);
}
