import type { TownContext } from '../../kit/web/context.ts';
import { addressBook, askRegister, municipalityCode } from '../../places/index.ts';
import { isSameText, matchAddress } from '../index.ts';
import type { PlaceFound, ReportForm } from '../wire.ts';

/**
 * The address that somebody typed, or chose from those that were offered: among our own, and otherwise in the national
 * register where this installation asks one. An address counts when it is the only one that can be meant.
 */
export async function findPlace(
  { db, municipality, services, log }: TownContext,
  { address, addressChoice }: ReportForm,
): Promise<PlaceFound> {
  const typed = addressChoice || address;
  const own = matchAddress(typed, await addressBook(db, municipality.id));
  const baseUrl = services.config.LOCATIESERVER_URL;
  if (typed === '' || own.kind !== 'nowhere' || baseUrl === undefined) return own;
  const code = await municipalityCode(db, municipality.id);
  const found = (await askRegister({ baseUrl, municipalityCode: code, typed }, log)) ?? [];
  const same = found.find(({ label = '' }) => isSameText(label, typed));
  if (same) return { kind: 'registered', spot: same };
  const options = found.flatMap(({ label }) => label ?? []);
  return options.length === 0 ? own : { kind: 'several', options };
}
