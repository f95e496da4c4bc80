import { type DayNumber, dayIn } from './days.ts';

/** The first whole year of the Gregorian calendar. */
const FIRST_YEAR = 1583;

/**
 * Easter Sunday: the Sunday after the church's full moon that falls on or follows 21 March.
 *
 * The steps are those of the Gregorian reform (Lilius, Clavius) as D. E. Knuth gives them: The Art of Computer
 * Programming, volume 1, section 1.3.2, exercise 14. The moon's age comes from the 19-year cycle, corrected for the
 * leap days that the century years skip (solar) and for the cycle's own drift (lunar).
 * Throws a RangeError for a year before 1583.
 */
export function easterSunday(year: number): DayNumber {
  if (!(year >= FIRST_YEAR))
    throw new RangeError(`expected a Gregorian year from ${FIRST_YEAR}, got ${year}`);
  const goldenNumber = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const solar = Math.floor((3 * century) / 4) - 12;
  const lunar = Math.floor((8 * century + 5) / 25) - 5;
  const epact = moonAge(goldenNumber, lunar - solar);
  const fullMoon = epact <= 23 ? 44 - epact : 74 - epact;
  return sundayAfter(dayIn(year, 3, fullMoon));
}

/** The age of the moon on 1 January; two ages are moved a day, so that no two years of one cycle share a full moon. */
function moonAge(goldenNumber: number, correction: number): number {
  const age = (((11 * goldenNumber + 20 + correction) % 30) + 30) % 30;
  return age === 24 || (age === 25 && goldenNumber > 11) ? age + 1 : age;
}

/** Strictly after: a full moon on a Sunday puts Easter a week later. Day 0 was a Thursday, so day 3 was a Sunday. */
function sundayAfter(day: DayNumber): DayNumber {
  return day + 7 - ((((day - 3) % 7) + 7) % 7);
}
