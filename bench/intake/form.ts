/** One report as a browser posts it: told in a few sentences, at an address of the town, with an e-mail address. */
const STORY =
  'Mijn buurvrouw komt al drie weken niet meer buiten. De gordijnen zijn dicht en de post puilt uit de bus. ' +
  'Ik heb aangebeld en haar even gesproken: zij ziet er slecht uit en zegt dat zij niemand wil zien. ' +
  'Vroeger ging zij elke dag naar het buurthuis. Ik maak mij zorgen en weet niet wie ik kan bellen.';

/** The body of the post, as application/x-www-form-urlencoded. `key` is what makes it another report. */
export function formBody(key: string, address: string): string {
  return new URLSearchParams([
    ['key', key],
    ['dangers', 'none'],
    ['sights', 'unseen'],
    ['sights', 'lonely'],
    ['story', STORY],
    ['about', 'someone'],
    ['address', address],
    ['email', 'melder@voorbeeld.example'],
    ['website', ''],
  ]).toString();
}
