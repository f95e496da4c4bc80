import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addressOf, originOf } from './visitor.ts';

/** The address that is read behind so many proxies, from a request with this X-Forwarded-For. */
async function addressBehind(trustedProxies: number, forwarded?: string): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(addressOf(c, trustedProxies)));
  const socket = { remoteAddress: '10.0.0.1', remotePort: 1, remoteFamily: 'IPv4' };
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const answer = await app.request('/', { headers }, { incoming: { socket } });
  return answer.text();
}

describe('the address of a visitor', () => {
  it('is that of the connection, whatever the visitor claims', async () => {
    expect(await addressBehind(0, '198.51.100.9')).toBe('10.0.0.1');
  });

  it('is read as far back as there are proxies of ours', async () => {
    expect(await addressBehind(1, 'made-up, 203.0.113.5')).toBe('203.0.113.5');
    expect(await addressBehind(2, 'made-up, 203.0.113.5, 10.0.0.2')).toBe('203.0.113.5');
  });

  it('is that of the connection when the proxies named nobody', async () => {
    expect(await addressBehind(1)).toBe('10.0.0.1');
    expect(await addressBehind(2, '203.0.113.5')).toBe('10.0.0.1');
  });
});

describe('the origin', () => {
  it('is the public address where one is set, without path or slash', () => {
    const request = new Request('http://10.0.0.7:3000/voorbeeldstad');
    expect(originOf(request, undefined)).toBe('http://10.0.0.7:3000');
    expect(originOf(request, 'https://meld.voorbeeldstad.nl/')).toBe('https://meld.voorbeeldstad.nl');
  });
});
