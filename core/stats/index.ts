export { type ShareInterval, wilsonInterval } from './wilson.ts';
