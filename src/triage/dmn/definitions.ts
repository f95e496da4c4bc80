import { DmnModdle, type Definitions } from 'dmn-moddle';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';

const DMN_13 = {
  MODEL: 'https://www.omg.org/spec/DMN/20191111/MODEL/',
  DMNDI: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
};

/** What we read is the same in DMN 1.2 to 1.5; dmn-moddle knows the names of 1.3 alone. */
const OTHER_DMN =
  /(?<=\bxmlns(?::[\w.-]+)?\s*=\s*)(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/(MODEL|DMNDI)\/\1/g;

/** The content of one DMN file (1.2 to 1.5). A warning is an element that would be left out: that is no reading. */
export async function readDefinitions(file: string, xml: string): Promise<Outcome<Definitions>> {
  try {
    const { rootElement, warnings } = await new DmnModdle().fromXML(toDmn13(xml), 'dmn:Definitions');
    return warnings[0] ? unreadable(file, warnings[0].message) : ok(rootElement);
  } catch (error) {
    return unreadable(file, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(file: string, message: string): Outcome<never> {
  const reason = message.replaceAll(/\s+/g, ' ').slice(0, 300);
  return refuse('decision-file-unreadable', { facts: { file, reason } });
}

function toDmn13(xml: string): string {
  return xml.replaceAll(
    OTHER_DMN,
    (_, quote: string, part: keyof typeof DMN_13) => quote + DMN_13[part] + quote,
  );
}
