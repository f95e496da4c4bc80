import { expect, it } from 'vitest';
import { statusWhenComplete } from './http-connection.ts';

const answer = (...lines: string[]) => lines.join('\r\n');

it.each([
  ['the head is not all there', answer('HTTP/1.1 303 See Other', 'Content-Length: 0', ''), undefined],
  ['there is no body', answer('HTTP/1.1 303 See Other', 'Content-Length: 0', '', ''), 303],
  ['half of the body is there', answer('HTTP/1.1 200 OK', 'Content-Length: 4', '', 'ab'), undefined],
  ['the body is there', answer('HTTP/1.1 200 OK', 'Content-Length: 4', '', 'abcd'), 200],
  [
    'pieces of a body are there',
    answer('HTTP/1.1 500 X', 'Transfer-Encoding: chunked', '', '2', 'ab', ''),
    undefined,
  ],
  [
    'the last piece is there',
    answer('HTTP/1.1 500 X', 'Transfer-Encoding: chunked', '', '2', 'ab', '0', '', ''),
    500,
  ],
])('knows whether an answer is complete when %s', (_when, received, status) => {
  expect(statusWhenComplete(received)).toBe(status);
});
