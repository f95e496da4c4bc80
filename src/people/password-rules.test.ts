import { expect, it } from 'vitest';
import { passwordRefusals } from './password-rules.ts';

const codes = (password: string, login = 'j.jansen') =>
  passwordRefusals(password, { login, town: 'Proefstad' }).map(({ code }) => code);

it.each([
  ['qwertyqwerty', 'password-well-known'],
  ['QWERTY123456', 'password-well-known'],
  ['123456654321', 'password-well-known'],
  ['x'.repeat(64), 'password-well-known'],
  ['Wijkverbond2026!', 'password-well-known'],
  ['WelkomGemeente1', 'password-well-known'],
  ['Proefstad-2026', 'password-well-known'],
  ['elf tekens.', 'password-short'],
  ['mijn j.jansen geheim', 'password-like-login'],
])('refuses %s', (password, code) => {
  expect(codes(password)).toEqual([code]);
});

it.each([
  'een goed geheim',
  'de gemeente heeft mooie bomen',
  'ALLEENHOOFDLETTERS',
  'ünïcödé mag ook',
  '7391846205173',
  'negen groene olifanten eten '.repeat(3).trim(),
])('asks no kinds of signs of %s', (password) => {
  expect(codes(password)).toEqual([]);
});
