/**
 * Learns when two reports tell of the same thing, and says how well. Run: node bench/matching.ts
 * Labels: the status 'Dup' that clerks of Chicago gave to reports of dirt (data/chicago311_sanitation_2000_2014.csv.gz beside
 * the checkout, published by the City of Chicago). What came in until the end of 2012 is learned from, what came after is
 * the test. The weights that it prints stand in content/matching.json.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  calibration,
  fitMatchWeights,
  matchProbability,
  precisionRecall,
  type Judged,
  type MatchCase,
  type MatchWeights,
  type Pair,
} from '@wijkverbond/core/matching';
import { referenceFile } from '../tests/support/reference-data.ts';

const WITHIN_M = 100;
const WITHIN_DAYS = 60;
const AROUND_DAYS = 30;
const DAY_MS = 86_400_000;
const TEST_FROM = Date.UTC(2013, 0, 1) / DAY_MS;

interface Row {
  readonly day: number;
  readonly doneDay: number;
  readonly xM: number;
  readonly yM: number;
  readonly isRepeat: boolean;
  readonly request: string;
}

const file = referenceFile('data/chicago311_sanitation_2000_2014.csv.gz');
if (!file)
  throw new Error(
    'expected data/chicago311_sanitation_2000_2014.csv.gz in the folder shared beside the checkout',
  );
const rows = readRows(gunzipSync(readFileSync(file)).toString('utf8'));
const cases = casesOf(rows);
const [earlier, later] = [
  cases.filter(({ day }) => day < TEST_FROM),
  cases.filter(({ day }) => day >= TEST_FROM),
];
console.log(`${rows.length} reports with a place; learned from ${told(earlier)}, tested on ${told(later)}`);
const start = performance.now();
const weights = fitMatchWeights(earlier);
console.log(`weights (in ${Math.round(performance.now() - start)} ms):`, weights);
report(later, weights);

function told(some: readonly MatchCase[]): string {
  const repeats = some.filter(({ isRepeat }) => isRepeat);
  const reachable = repeats.filter(({ pairs }) => pairs.length > 0).length;
  return `${some.length} (${repeats.length} noted as a repeat, ${reachable} of these with an open report near)`;
}

function report(test: readonly MatchCase[], learned: MatchWeights): void {
  const best = ({ pairs }: MatchCase) => Math.max(0, ...pairs.map((pair) => matchProbability(pair, learned)));
  const judged = test.map((one): Judged => ({ score: best(one), isRepeat: one.isRepeat }));
  console.log('\nlearned: from this probability of the best pair on | precision | recall | suggested');
  for (const threshold of [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6])
    line(String(threshold), judged, threshold);
  console.log('\nplain: still open, and within | precision | recall | suggested');
  for (const withinM of [0, 10, 25, 50, 100])
    for (const withinDays of [3, 7, 14, 30, 60]) {
      const isNear = ({ distanceM, gapDays }: Pair) => distanceM <= withinM && gapDays <= withinDays;
      const plain = test.map(({ pairs, isRepeat }) => ({ score: pairs.some(isNear) ? 1 : 0, isRepeat }));
      line(`${withinM} m, ${withinDays} days`, plain, 1);
    }
  console.log('\ncalibration: all pairs of a report together | mean of what was said | noted | reports');
  const any = ({ pairs }: MatchCase) =>
    1 - pairs.reduce((none, pair) => none * (1 - matchProbability(pair, learned)), 1);
  for (const { from, meanScore, noted, count } of calibration(
    test.map((one) => ({ score: any(one), isRepeat: one.isRepeat })),
    10,
  ))
    console.log(`${from.toFixed(1)} | ${meanScore.toFixed(3)} | ${noted.toFixed(3)} | ${count}`);
}

function line(name: string, judged: readonly Judged[], threshold: number): void {
  const { precision, recall, suggested } = precisionRecall(judged, threshold);
  console.log(`${name} | ${precision?.toFixed(3)} | ${recall?.toFixed(3)} | ${suggested}`);
}

function readRows(text: string): Row[] {
  const radians = Math.PI / 180;
  const found = text
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((csvLine): Row[] => {
      const fields = fieldsOf(csvLine);
      const [created = '', status = '', done = '', request = ''] = fields;
      const [latDeg, lonDeg] = [Number(fields[9] || Number.NaN), Number(fields[10] || Number.NaN)];
      if (Number.isNaN(latDeg) || Number.isNaN(lonDeg)) return [];
      return [
        {
          day: Date.parse(created) / DAY_MS,
          doneDay: done === '' ? Number.POSITIVE_INFINITY : Date.parse(done) / DAY_MS,
          xM: lonDeg * radians * 6_371_000 * Math.cos(41.84 * radians),
          yM: latDeg * radians * 6_371_000,
          isRepeat: status.includes('Dup'),
          request,
        },
      ];
    });
  return found.toSorted((one, other) => one.day - other.day);
}

function fieldsOf(csvLine: string): string[] {
  return [...csvLine.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

/** Each report with the earlier ones near it that were still open and not noted as repeats themselves. */
function casesOf(all: readonly Row[]): (MatchCase & { day: number })[] {
  const squares = new Map<string, Row[]>();
  return all.map((row) => {
    const [column, line_] = [Math.floor(row.xM / WITHIN_M), Math.floor(row.yM / WITHIN_M)];
    const near = [-1, 0, 1]
      .flatMap((dx) => [-1, 0, 1].flatMap((dy) => squares.get(`${column + dx} ${line_ + dy}`) ?? []))
      .filter((other) => row.day - other.day <= WITHIN_DAYS && other.request !== row.request)
      .map((other) => ({ other, distanceM: Math.hypot(other.xM - row.xM, other.yM - row.yM) }))
      .filter(({ distanceM }) => distanceM <= WITHIN_M);
    const around = near.filter(({ other }) => row.day - other.day <= AROUND_DAYS).length;
    const pairs = near
      .filter(({ other }) => other.doneDay >= row.day && !other.isRepeat)
      .map(({ other, distanceM }): Pair => {
        const gapDays = row.day - other.day;
        // the pair itself is not among the others
        return { distanceM, gapDays, around: gapDays <= AROUND_DAYS ? around - 1 : around };
      });
    const key = `${column} ${line_}`;
    squares.set(key, [...(squares.get(key) ?? []), row]);
    return { pairs, isRepeat: row.isRepeat, day: row.day };
  });
}
