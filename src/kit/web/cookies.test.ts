import { describe, expect, it } from 'vitest';
import { readCookie, writeCookie } from './cookies.ts';

const request = (cookie?: string) =>
  new Request('http://house.test/', cookie === undefined ? {} : { headers: { cookie } });

describe('a cookie', () => {
  it('is read by its whole name', () => {
    expect(readCookie(request('mytaal=nl; taal=en; x=1'), 'taal')).toBe('en');
    expect(readCookie(request('mytaal=nl'), 'taal')).toBeUndefined();
    expect(readCookie(request(), 'taal')).toBeUndefined();
  });

  it('keeps what it was given, also signs that mean something in the header', () => {
    const written = writeCookie('name', 'a;b =c', { path: '/', secure: false });
    expect(readCookie(request(written.split(';')[0]), 'name')).toBe('a;b =c');
  });

  it('is nothing when it cannot be read', () => {
    expect(readCookie(request('name=%E0%A4'), 'name')).toBeUndefined();
  });

  it('is out of reach of scripts and other sites, and of plain http where visitors have https', () => {
    expect(writeCookie('s', 't', { path: '/voorbeeldstad', secure: true, maxAgeS: 60 })).toBe(
      's=t; Path=/voorbeeldstad; HttpOnly; SameSite=Lax; Secure; Max-Age=60',
    );
  });
});
