import { readConfig } from '../kit/config.ts';
import { contentFile } from '../kit/content.ts';
import type { Database } from '../kit/db.ts';
import { loadTexts } from '../kit/texts.ts';
import { allMunicipalities } from '../places/index.ts';
import { privacyDocument } from '../rights/index.ts';
import { DocumentKind } from '../rights/model.ts';

/** Writes the DPIA or the register entry of one municipality to the output, in Dutch. */
export async function privacyText(db: Database, [kind, slug]: readonly string[]): Promise<number> {
  const asked = DocumentKind.safeParse(kind);
  const municipalities = await allMunicipalities(db);
  const municipality = municipalities.find((each) => each.slug === slug);
  if (!asked.success || !municipality) {
    const slugs = municipalities.map((each) => each.slug).join(', ');
    throw new Error(`expected privacy dpia|register <municipality> (of ${slugs}), got '${kind} ${slug}'`);
  }
  const asksRegister = readConfig(process.env).LOCATIESERVER_URL !== undefined;
  const t = loadTexts(contentFile('texts'), { strict: true }).translator('nl');
  process.stdout.write(await privacyDocument(db, municipality.id, { kind: asked.data, t, asksRegister }));
  return 0;
}
